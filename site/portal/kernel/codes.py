"""Codes nobody can guess, and references people can read aloud."""

import secrets

# Crockford's base 32: no I, L, O or U, so a code survives the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_code(bits: int = 128) -> str:
    """A random code of at least `bits` bits in 32 letters, for addresses."""
    return "".join(secrets.choice(ALPHABET) for _ in range(-(-bits // 5)))


def short_reference(prefix: str) -> str:
    """A reference such as CN-7F3K-2QXM: 40 random bits. Uniqueness is the table's to keep."""
    letters = new_code(40)
    return f"{prefix}-{letters[:4]}-{letters[4:]}"


def tidy(code: str) -> str:
    """A typed code as stored: upper case, letters and digits only, the letters people confuse put right."""
    return bare(code).upper().translate(str.maketrans("OIL", "011"))


def bare(code: str) -> str:
    """A typed code without the spaces and dashes that people read it in."""
    return "".join(letter for letter in code if letter.isalnum())
