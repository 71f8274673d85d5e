"""Passwords that are long and yet guessed first: keys in a row, one letter again and again, our own name."""

from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn",
)
OUR_WORDS = ("practicehub", "safeandtogether", "password", "welcome123", "letmein")


class PredictablePasswordValidator(CommonPasswordValidator):
    """Refuses what every guessing list holds or begins with. NIST SP 800-63B, section 5.1.1.2, asks for such a list."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise `ValidationError` for a predictable password."""
        plain = "".join(letter for letter in password.lower() if letter.isalnum())
        left = plain
        for word in OUR_WORDS:
            left = left.replace(word, "")
        run = any(plain in row * 2 or plain[::-1] in row * 2 for row in ROWS)
        known = password.lower().strip() in self.passwords
        if known or run or len(set(password)) < 5 or len(left) < 6:
            raise ValidationError(
                "This password is easy to guess. Use three words that do not belong together."
            )

    def get_help_text(self) -> str:
        """One sentence for the form."""
        return "No rows of keys, and not our own name."
