"""The house's own drawings, grown from the logo: arcs that shelter, and points. No faces, no fists.

Colours are written as in `static/css/tokens.css`; a drawing says nothing that the words beside it do not say.
"""

from django.utils.safestring import SafeString, mark_safe

INK, TEAL, CORAL, TINT, PEACH, SAND = "#1f2a30", "#0f5257", "#b3432b", "#dcebe9", "#f4c9a8", "#f6efe4"

LOGO: SafeString = mark_safe(
    '<svg width="36" height="36" viewBox="0 0 36 36" aria-hidden="true" focusable="false">'
    f'<circle cx="18" cy="18" r="18" fill="{SAND}"/>'
    f'<g fill="none" stroke-width="4" stroke-linecap="round"><path d="M6 24a12 12 0 0 1 24 0" stroke="{TEAL}"/>'
    f'<path d="M11 25a7 7 0 0 1 14 0" stroke="{CORAL}"/></g><circle cx="18" cy="25" r="2.6" fill="{INK}"/></svg>'
)

# A parent and a child under two arcs. Stands on the ground of the front door and in empty lists.
SCENE: SafeString = mark_safe(
    '<svg class="hub-scene" viewBox="0 0 400 236" aria-hidden="true" focusable="false">'
    '<g fill="none" stroke-linecap="round">'
    f'<path d="M32 250a168 168 0 0 1 336 0" stroke="{TEAL}" stroke-width="28"/>'
    f'<path d="M88 250a112 112 0 0 1 224 0" stroke="{CORAL}" stroke-width="24"/></g>'
    f'<circle cx="184" cy="206" r="30" fill="{INK}"/><circle cx="238" cy="218" r="18" fill="{PEACH}"/></svg>'
)

# What stands inside the round ground of each icon, 56 wide and high.
_ICONS = {
    "consultation": f'<circle cx="23" cy="24" r="10" stroke="{TEAL}" fill="#fff"/><circle cx="34" cy="33" r="9" '
    f'stroke="{CORAL}" fill="#fff"/><circle cx="34" cy="33" r="2.5" fill="{INK}"/>',
    "course": f'<path d="M28 21c-4-4-9.5-4.5-14-3v19c4.5-1.5 10-1 14 3" stroke="{TEAL}" '
    f'stroke-linejoin="round"/><path d="M28 21c4-4 9.5-4.5 14-3v19c-4.5-1.5-10-1-14 3" stroke="{CORAL}" '
    f'stroke-linejoin="round"/>',
    "toolkit": f'<path d="M21 24v-2a7 7 0 0 1 14 0v2" stroke="{CORAL}"/><rect x="14" y="24" width="28" height="17" '
    f'rx="4" stroke="{TEAL}" fill="#fff"/><circle cx="28" cy="32.5" r="3" fill="{INK}"/>',
    "certificate": f'<path d="M22 34v9l6-3 6 3v-9" stroke="{TEAL}" stroke-linejoin="round"/>'
    f'<circle cx="28" cy="24" r="11" stroke="{TEAL}" fill="#fff"/>'
    f'<path d="m23.5 24 3.5 3.5 6-7" stroke="{CORAL}" stroke-width="3" stroke-linejoin="round"/>',
    "pathway": f'<path d="M17 39c0-14 22-8 22-22" stroke="{TEAL}"/><circle cx="17" cy="40" r="4" fill="{INK}"/>'
    f'<circle cx="39" cy="16" r="4.5" fill="{CORAL}"/>',
    "champion": f'<path d="M21 32a10 10 0 0 1 14 0" stroke="{CORAL}"/><path d="M14.5 25.5a19 19 0 0 1 27 0" '
    f'stroke="{TEAL}"/><circle cx="28" cy="38" r="3.5" fill="{INK}"/>',
    "borough": f'<g stroke="none" fill="{TEAL}"><rect x="15" y="15" width="12" height="12" rx="2"/>'
    f'<rect x="29" y="29" width="12" height="12" rx="2"/><rect x="15" y="29" width="12" height="12" rx="2" '
    f'opacity=".45"/></g><rect x="29" y="15" width="12" height="12" rx="2" fill="{CORAL}"/>',
}
ICONS: dict[str, SafeString] = {
    name: mark_safe(
        '<svg class="hub-icon" viewBox="0 0 56 56" aria-hidden="true" focusable="false">'
        f'<circle cx="28" cy="28" r="28" fill="{TINT}"/>'
        f'<g fill="none" stroke-width="4" stroke-linecap="round">{inside}</g></svg>'
    )
    for name, inside in _ICONS.items()
}

_SIGNS = {
    "success": '<circle cx="12" cy="12" r="10"/><path d="m7.5 12.5 3 3 6-7"/>',
    "error": '<path d="M12 2.5 22.5 21h-21z" stroke-linejoin="round"/><path d="M12 9v6M12 18v.01"/>',
    "info": '<circle cx="12" cy="12" r="10"/><path d="M12 11v6M12 7v.01"/>',
    "search": '<circle cx="10.5" cy="10.5" r="7"/><path d="m16 16 6 6"/>',
    "go": '<path d="m9 5 7 7-7 7" stroke-linejoin="round"/>',
}
_SIGNS["warning"] = _SIGNS["error"]
_SIGNS["debug"] = _SIGNS["info"]
SIGNS: dict[str, SafeString] = {
    name: mark_safe(
        '<svg class="hub-sign" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.5" '
        f'stroke-linecap="round" aria-hidden="true" focusable="false">{inside}</svg>'
    )
    for name, inside in _SIGNS.items()
}
