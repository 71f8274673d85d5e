"""The champion network as a picture: one sign for each team, a row for each service. The table says the same."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from champions.rules import TeamGap

STEP, ACROSS, TOP, ROW = 34, 11, 54, 34
# A longer name would be wider than the picture; the table says it in full.
LONGEST = 38
WIDTH = ACROSS * STEP
SIGNS = {
    "covered": '<circle class="pic-bar" cx="{x}" cy="{y}" r="11"/>',
    "closing": (
        '<circle class="pic-track" cx="{x}" cy="{y}" r="11"/>'
        '<path class="pic-bar" d="M{x} {top}a11 11 0 0 0 0 22z"/>'
    ),
    "empty": '<circle class="pic-track" cx="{x}" cy="{y}" r="5"/>',
    "gap": '<circle class="pic-target" cx="{x}" cy="{y}" r="10"/>',
}
WORDS = {
    "covered": "has a champion",
    "closing": "champion leaves soon",
    "gap": "no champion",
    "empty": "no staff",
}


def network_picture(title: str, teams: tuple[TeamGap, ...], *, by_organisation: bool) -> SafeString:
    """Draw the teams, grouped by service, or by organisation when there are several.

    Filled: has a champion. Half: the only champion leaves within 90 days. Dashed: none.
    """
    groups: dict[str, list[TeamGap]] = {}
    for team in teams:
        groups.setdefault(team.organisation if by_organisation else team.service, []).append(team)
    rows, height = [], 0
    for name, members in groups.items():
        rows.append((_group(name, members, height),))
        height += TOP + ROW * -(-len(members) // ACROSS)
    described = "; ".join(f"{team.team}: {WORDS[team.standing]}" for team in teams)
    return format_html(
        '<figure class="hub-picture hub-picture--signs">'
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}"><desc>{}</desc>{}</svg>'
        "<figcaption>One sign for each team. Filled: it has a champion. Half: its champion leaves within 90 days. "
        "Dashed: it has none. Small: nobody works there.</figcaption></figure>",
        WIDTH,
        height,
        title,
        described,
        format_html_join("", "{}", rows),
    )


def _group(name: str, members: list[TeamGap], top: int) -> SafeString:
    covered = sum(team.standing in ("covered", "closing") for team in members)
    signs = [(_sign(team, number, top + TOP),) for number, team in enumerate(members)]
    return format_html(
        '<text class="pic-label" x="0" y="{}">{}</text><text class="pic-value" x="0" y="{}">{} of {} team{}</text>{}',
        top + 18,
        name if len(name) <= LONGEST else f"{name[:LONGEST].rstrip()}…",
        top + 40,
        covered,
        len(members),
        "" if len(members) == 1 else "s",
        format_html_join("", "{}", signs),
    )


def _sign(team: TeamGap, number: int, top: int) -> SafeString:
    x, y = 12 + number % ACROSS * STEP, top + number // ACROSS * ROW + 10
    return format_html(SIGNS[team.standing], x=x, y=y, top=y - 11)
