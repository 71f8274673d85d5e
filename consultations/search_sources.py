"""What the search finds of this app: the pathways in force. Nothing about any consultation or referral."""

from collections.abc import Hashable, Iterable
from datetime import datetime

from django.urls import reverse

from consultations.pathways.registry import pathways_on
from portal.kernel import clock
from portal.pages.search.index import Entry, Hit
from portal.pages.search.sources import Source, as_indexed, everybody, register
from portal.pages.selectors import mark_of_pathways, words_of_pathways

# What people type who look for one of them, beside its own words.
TYPED = {
    "marac": "high risk emergency strangled weapon",
    "drive": "DVPP",
    "make-a-change": "DVPP",
    "grow-together": "trauma recovery",
    "stepdown": "trauma recovery",
}


def _mark(now: datetime) -> Hashable:
    return clock.today(now), mark_of_pathways()


def _entries(now: datetime) -> Iterable[Entry]:
    written = words_of_pathways()
    for pathway in pathways_on(clock.today(now)):
        url = reverse("pathways:pathway", args=[pathway.code])
        hit = Hit("Pathway", pathway.name, url, pathway.summary)
        said = (
            pathway.summary,
            pathway.audience,
            *(question.words for question in pathway.questions),
            written.get(pathway.code, ""),
        )
        yield Entry(
            pathway.code,
            hit,
            title=pathway.name,
            labels=f"{pathway.code} pathway referral refer programme {TYPED.get(pathway.code, '')}",
            words=" ".join(said),
        )


register(Source("pathways", everybody, _mark, _entries, as_indexed))
