"""Judgement on plain values: which address may own an account, which letters pretend to be others."""

import hashlib
import re
import unicodedata
from datetime import date, timedelta

# Whoever confirms is told again after so long, when somebody still waits.
TELL_AGAIN_AFTER = timedelta(days=7)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FREE_MAIL = _words(
    """
    gmail.com googlemail.com outlook.com outlook.co.uk hotmail.com hotmail.co.uk live.com live.co.uk msn.com
    yahoo.com yahoo.co.uk ymail.com rocketmail.com icloud.com me.com mac.com aol.com aol.co.uk proton.me
    protonmail.com pm.me gmx.com gmx.co.uk gmx.net mail.com zoho.com tutanota.com tuta.io hushmail.com fastmail.com
    btinternet.com btopenworld.com sky.com talktalk.net virginmedia.com ntlworld.com blueyonder.co.uk
    tiscali.co.uk plus.com plusnet.com o2.co.uk mail.ru yandex.com qq.com 163.com mailinator.com
    """
)

# Words that name a desk and not a person, wherever they stand in the part before the @.
DESKS = _words(
    """
    office info information duty enquiries enquiry reception mash helpdesk servicedesk mailbox inbox shared
    noreply donotreply postmaster webmaster hostmaster frontdoor referrals bookings switchboard contactus firstcontact
    """
)

# Words that name a desk when nothing else stands there ("training-admin" may be one person's own address).
DESKS_ALONE = _words(
    """
    admin administrator administration contact hello team support hr it training business safeguarding
    socialcare childrens family families assessment reviewing service services managers
    """
)

# Letters that look like another in most typefaces. Fold the look-alike to the letter it pretends to be.
CONFUSABLES = str.maketrans(
    {
        "ı": "i", "і": "i", "ɩ": "i", "ⅼ": "l", "ӏ": "l", "а": "a", "α": "a", "ɑ": "a", "с": "c", "ϲ": "c",
        "ԁ": "d", "е": "e", "ҽ": "e", "ɡ": "g", "һ": "h", "ј": "j", "κ": "k", "к": "k", "м": "m", "п": "n",
        "ո": "n", "о": "o", "ο": "o", "օ": "o", "р": "p", "ρ": "p", "ԛ": "q", "г": "r", "ѕ": "s", "т": "t",
        "τ": "t", "υ": "u", "ս": "u", "ν": "v", "ѵ": "v", "ԝ": "w", "х": "x", "χ": "x", "у": "y", "γ": "y",
        "‐": "-", "‑": "-", "–": "-", "—": "-", "’": "'", "‘": "'",
    }
)  # fmt: skip


def tidy_address(email: str) -> str:
    """An address as it is stored: trimmed, lower case, compatibility forms resolved."""
    return unicodedata.normalize("NFKC", email).strip().lower()


def domain_of(email: str) -> str:
    """The part after the @, lower case."""
    return email.rpartition("@")[2].strip().lower()


def skeleton(text: str) -> str:
    """What a text looks like: two texts with the same skeleton cannot be told apart by eye.

    Compatibility forms, case, look-alike letters of other alphabets and spaces are folded away.
    Source of the idea: Unicode Technical Standard 39, section 4.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().translate(CONFUSABLES)
    return "".join(folded.replace("\u0307", "").split())


def has_look_alike_letters(email: str) -> bool:
    """Whether an address holds letters beyond the plain ones, such as a dotless i."""
    return not email.isascii()


def is_free_mail(email: str) -> bool:
    return domain_of(email) in FREE_MAIL


def is_shared_mailbox(email: str) -> bool:
    """Whether the part before the @ names a desk (`duty.team@`, `office2@`) and not one person."""
    words = [word for word in re.split(r"[^a-z]+", email.rpartition("@")[0].lower()) if word]
    return any(word in DESKS for word in words) or (
        bool(words) and all(word in DESKS_ALONE for word in words)
    )


def why_not_work_address(email: str) -> str:
    """The sentence that says why an address cannot own an account; empty when it can."""
    if has_look_alike_letters(email):
        return "This address has a letter that only looks like a plain one. Type it again on your keyboard."
    if is_free_mail(email):
        return "Use your work email address. Personal addresses cannot be matched to your team."
    if is_shared_mailbox(email):
        return (
            "This looks like a mailbox that several people share. "
            "Use your own work address: certificates belong to one person."
        )
    return ""


def is_time_to_tell(newest: date, last_told: date | None, today: date) -> bool:
    """Whether somebody who confirms others is written to today.

    They are when anybody began to wait since they were last told (the same day counts, for the mail may have gone
    before), and again after `TELL_AGAIN_AFTER` for those who still wait.
    """
    return last_told is None or newest >= last_told or today - last_told >= TELL_AGAIN_AFTER


def token_hash(token: str) -> str:
    """What the database keeps of a token. It has 256 random bits, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
