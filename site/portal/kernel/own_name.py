"""Whether a name that somebody types for themselves is a form of the name they are known by. Pure.

A certificate says who was trained, so the name on it is not anybody's choice: a short form, a second family name or
a title may come and go, but one of the names that the roster knows has to stay.
"""

import re
import unicodedata

from portal.kernel.errors import DomainError

# Letters that Unicode does not take apart into a plain one and a mark.
_PLAIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})
_APOSTROPHES = re.compile(r"['’ʼ‘`´]")
# They stand in many names and make nobody the same person.
_PARTICLES = """
al ap bin bint da das de del della den der di dos dr du el ibn la le mac miss mr mrs ms mx o prof st te van von y
"""
_NOBODYS = frozenset(_PARTICLES.split())


class SomebodyElsesName(DomainError):
    sentence = (
        "Keep at least one of the names that your staff record has. If your name has changed, ask your training "
        "administrator: once the roster has the new one, it goes on your certificates."
    )


def check_own_name(typed: str, known: str, *, field: str) -> None:
    """Refuse a name that shares no given or family name with the known one. Case, accents and hyphens do not count.

    Args:
        field: where it was typed.

    Raises:
        SomebodyElsesName: nothing in it is theirs.
    """
    if not shares_a_name(typed, known):
        raise SomebodyElsesName(field=field)


def shares_a_name(typed: str, known: str) -> bool:
    """Whether two names have a whole name in common: "Dr Siân O’Brien" and "Sian Hughes-Owen" have."""
    ours = _names(known)
    return bool(_names(typed) & (ours - _NOBODYS or ours))


def _names(text: str) -> frozenset[str]:
    letters = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold()).translate(_PLAIN)
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    words = re.findall(r"[^\W\d_]+", plain)
    # An initial is no name; a sign of Chinese or Korean is.
    return frozenset(word for word in words if len(word) > 1 or not word.isascii())
