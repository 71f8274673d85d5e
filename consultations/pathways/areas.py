"""Local authorities by GSS code, as far as pathways name them: the upper tier, which holds children's services."""

LONDON = {
    f"E09{number:06}": name
    for number, name in enumerate(
        (
            "City of London", "Barking and Dagenham", "Barnet", "Bexley", "Brent", "Bromley", "Camden", "Croydon",
            "Ealing", "Enfield", "Greenwich", "Hackney", "Hammersmith and Fulham", "Haringey", "Harrow", "Havering",
            "Hillingdon", "Hounslow", "Islington", "Kensington and Chelsea", "Kingston upon Thames", "Lambeth",
            "Lewisham", "Merton", "Newham", "Redbridge", "Richmond upon Thames", "Southwark", "Sutton",
            "Tower Hamlets", "Waltham Forest", "Wandsworth", "Westminster",
        ),
        start=1,
    )
}  # fmt: skip

NAMES = {
    **LONDON,
    "E10000032": "West Sussex",
    "E10000020": "Norfolk",
    "E08000009": "Trafford",
    "E06000049": "Cheshire East",
}

_CODES = {name: code for code, name in NAMES.items()}

BEACON_SITES = ("E10000032", "E10000020")
TRAFFORD = ("E08000009",)


def codes(*names: str) -> tuple[str, ...]:
    """GSS codes of the named authorities. Raises `KeyError` for a name that is not listed."""
    return tuple(_CODES[name] for name in names)


def area_name(code: str) -> str:
    """The authority's name, or the code itself when no pathway names it."""
    return NAMES.get(code, code)
