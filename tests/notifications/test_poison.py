"""No mail, header, file name or calendar part says what must not be read over a shoulder (domain.md C2)."""

import pytest

from portal.notifications.kinds import NoticeKind, all_kinds
from portal.notifications.rendering import fill

FORBIDDEN = (
    "domestic", "abuse", "perpetrator", "violence", "marac", "restart", "survivor", "victim", "high risk",
    "case reference", "child", "harm",
)  # fmt: skip
POISON = {"name": "ZZNAME"}


def own_kinds() -> list[NoticeKind]:
    return [kind for kind in all_kinds() if not kind.key.startswith("tests.")]


@pytest.mark.feature("NO-03")
def test_every_notice_is_neutral_in_subject_and_text() -> None:
    assert own_kinds(), "no notices are registered"
    for kind in own_kinds():
        words = fill(kind, kind.subject, kind.body, {**kind.examples, **POISON})
        said = " ".join((words.subject, *words.paragraphs, words.link)).lower()
        assert not [word for word in FORBIDDEN if word in said], kind.key
        assert "zzname" not in words.subject.lower(), kind.key
        assert "{" not in kind.path.partition("?")[2], f"{kind.key}: no fact in a query string"


@pytest.mark.feature("NO-02")
def test_every_notice_renders_with_its_examples_and_says_why_it_goes_out() -> None:
    for kind in own_kinds():
        words = fill(kind, kind.subject, kind.body, {**kind.examples, "name": "Amara"})
        assert words.subject, kind.key
        assert words.paragraphs, kind.key
        assert kind.why.endswith("."), kind.key
        assert "{" not in " ".join((words.subject, *words.paragraphs, words.link)), kind.key
