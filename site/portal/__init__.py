"""Practice Hub: the house that holds the rooms."""
