"""What all pictures share: the frame with its words, the stripes, and how a share is said."""

from zlib import crc32

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

NOTHING = mark_safe("")
FRAME = (
    '<figure class="hub-picture{look}"{reach}><svg viewBox="0 0 {width} {height}" role="{role}" '
    'aria-labelledby="{key}-t {key}-d">'
    '<title id="{key}-t">{title}</title><desc id="{key}-d">{words}</desc>'
    '<defs><pattern id="{key}-s" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="pic-stripe-ground" width="10" height="10"/><path class="pic-stripe" d="M0 0V10"/></pattern></defs>'
    "{inside}</svg></figure>"
)


def key_of(title: str, words: str) -> str:
    """An id for the parts of one picture: the same picture, the same id."""
    return f"pic-{crc32(f'{title} {words}'.encode()):x}"


def framed(
    title: str,
    words: str,
    inside: SafeString,
    *,
    width: int,
    height: int,
    role: str = "img",
    look: str = "",
    reach: SafeString = NOTHING,
) -> SafeString:
    """A figure of `width` by `height` units that says itself in words."""
    key = key_of(title, words)
    return format_html(
        FRAME,
        width=width,
        height=height,
        role=role,
        look=look,
        reach=reach,
        key=key,
        title=title,
        words=words,
        inside=inside,
    )


def stripes(title: str, words: str) -> SafeString:
    """The fill of what is not known."""
    return format_html(' fill="url(#{}-s)"', key_of(title, words))


def said(percent: int | None) -> str:
    """A share in words."""
    return "not known" if percent is None else f"{percent}%"
