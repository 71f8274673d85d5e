"""The invented content of the demonstration, written through the same services as everything else.

Each part is one step, told in the order in which a real programme would live through it. People, staff lists and
records are invented; boroughs, programmes and courses are those that `words/` names, without facts nobody gave.
"""
