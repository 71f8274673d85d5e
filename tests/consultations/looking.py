"""What consultation tests look at, again and again."""

from portal.kernel.invariants import breaches


def broken() -> list[str]:
    """Breaches of the sentences of this app. Empty is good."""
    return [
        f"{rule.key} {breach.id}: {breach.sentence}"
        for rule, breach in breaches()
        if rule.key.startswith("consultations.")
    ]
