"""One box over everything, within rights (PG-02)."""

import pytest

from portal.kernel.actors import VISITOR, Actor
from portal.pages import search
from portal.pages.search import Hit, hits_for, readings_of, words_of
from portal.pages.services import lay_foundation
from tests.factories.people import make_staff


@pytest.mark.feature("PG-02")
def test_abbreviations_are_spelled_out_beside_what_was_typed() -> None:
    assert readings_of("CCE for managers") == ["cce for managers", "culture engagement for managers"]
    assert readings_of("S&T") == ["s&t", "safe together"]
    assert readings_of("supervision") == ["supervision"]


@pytest.mark.feature("PG-02")
@pytest.mark.parametrize("nonsense", ["", "   ", '"(*', "!!!", "%00"])
def test_symbols_alone_look_for_nothing(nonsense: str) -> None:
    assert hits_for(nonsense.replace("%00", "\x00"), VISITOR) == []


@pytest.mark.feature("PG-02")
def test_endless_queries_are_cut() -> None:
    assert len(words_of("word " * 2000)) == search.MOST_WORDS
    assert sum(map(len, words_of("x" * 10_000))) == search.LONGEST_QUERY


@pytest.mark.django_db
@pytest.mark.feature("PG-02")
def test_pages_are_found_by_their_words_and_by_the_start_of_a_word_in_the_title() -> None:
    lay_foundation()

    assert "Using this site safely" in [hit.title for hit in hits_for("history", VISITOR)]
    assert "Accessibility statement" in [hit.title for hit in hits_for("access", VISITOR)]
    assert [hit.title for hit in hits_for("cce", VISITOR)] == []


@pytest.mark.django_db
@pytest.mark.feature("PG-02")
def test_titles_behind_the_sign_in_are_not_told_to_visitors(monkeypatch: pytest.MonkeyPatch) -> None:
    def toolkits(words: str, actor: Actor) -> list[Hit]:
        return [Hit("Toolkit", "Mapping", "/toolkits/mapping/")]

    monkeypatch.setattr(search, "_sources", [toolkits])
    staff = make_staff()

    assert hits_for("mapping", VISITOR) == []
    assert [hit.title for hit in hits_for("mapping", staff.actor())] == ["Mapping"]


@pytest.mark.django_db
@pytest.mark.feature("PG-02")
def test_page_says_what_to_change_when_nothing_fits(client) -> None:
    words = client.get("/search/", {"q": "<script>zzz"}).content.decode()

    assert "Nothing found for “&lt;script&gt;zzz”" in words
    assert "Try one word, or another spelling." in words
