"""What stands beside the rows of a manager's hub: the standing ways to requests and to their team's training."""

from datetime import datetime

from django.urls import reverse

from courses.selectors import answers_requests
from portal.kernel.actors import Actor
from portal.pages.hub import Card, CardLine, register_card
from portal.people.roles import SEES_WORKFORCE


@register_card
def hub_cards(actor: Actor, now: datetime) -> list[Card]:
    """Where requests are answered and answers undone, and who of the team is trained. One query at most."""
    lines = []
    if answers_requests(actor):
        lines.append(CardLine("", "Requests, and what you answered", reverse("courses:approvals")))
    if actor.holds(*SEES_WORKFORCE):
        lines.append(CardLine("", "Who is trained, and who is next", reverse("workforce:coverage")))
    return [Card("Training you answer for", tuple(lines))] if lines else []
