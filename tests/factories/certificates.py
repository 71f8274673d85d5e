"""Certificates for tests: issued through the services, or as bare facts for drawing."""

from datetime import datetime
from typing import Any

from certificates.models import Award
from certificates.rendering import Sheet
from certificates.services import issue_award
from certificates.snapshots import Accreditation, Snapshot
from courses.models import Enrolment
from tests.factories.registers import AFTERWARDS, make_completed

CODE = "7F3K2QXM9VB4T0CWEJ5R8ZH6NA"
ADDRESS = f"https://hub.example.org/check/{CODE}/"

# Names that lose letters, break out, or vanish where a certificate is drawn without care.
NAMES = {
    "polish": "Łukasz Żółć-Gęślą",
    "turkish": "Işıl Çağrı Şengöz",
    "vietnamese": "Nguyễn Thị Hồng Ánh",
    "yoruba": "Ọlọ́runfẹ́mi Adébáyọ̀",
    "greek": "Ελένη Παπαδοπούλου",
    "cyrillic": "Їжакевич Наталія",
    "arabic": "أمينة محمد عبد الله",
    "persian": "پروین گلچهر",
    "hebrew": "דוד כהן",
    "mixed": "Amina أمينة Osei",
    "markup": '<img src="http://169.254.169.254/latest/meta-data/"> & <b>Bob</b>',
    "file": '<img src="file:///etc/passwd"> @import url(/etc/passwd);',
    "template": "{{ settings.SECRET_KEY }} {% debug %}",
    "long": " ".join(["Adébáyọ̀-Łukasiewicz"] * 14)[:300],
    "one_word": "W" * 300,
}


def make_snapshot(name: str = "Amara Osei", **facts: Any) -> Snapshot:
    """What a certificate of Safe & Together Core says."""
    given: dict[str, Any] = {
        "name": name,
        "course_title": "Safe & Together Core",
        "course_code": "core",
        "edition": 3,
        "description": "Learn to see the pattern behind the incident, and to work with the parent who protects.",
        "outcomes": ("map a pattern of coercive control", "partner with the non-abusive parent"),
        "provider": "Respect",
        "trainers": ("Joel Marsh", "Ruth Adeyemi"),
        "days": ("2027-01-12", "2027-01-13", "2027-01-14", "2027-01-15"),
        "cpd_minutes": 1350,
        "cpd_basis": "active learning, breaks left out",
        "mode": "In person",
        "statement": "The holder attended this course on the days shown and met its rule for completion.",
        "completed_on": "2027-01-15",
        "issued_on": "2027-01-16",
        "accreditation": Accreditation("An accrediting body", "A-50123", "2027-12-31"),
    }
    return Snapshot(**{**given, **facts})


def make_sheet(name: str = "Amara Osei", **facts: Any) -> Sheet:
    return Sheet(make_snapshot(name, **facts), CODE, ADDRESS)


def make_award(enrolment: Enrolment | None = None, *, now: datetime = AFTERWARDS, **traits: Any) -> Award:
    """The certificate of somebody who completed a course."""
    enrolment = enrolment or make_completed(now=now, **traits)
    return issue_award(enrolment_id=enrolment.pk, now=now)


def another_name(award: Award) -> str:
    """A name that its holder may choose for it: the family name stays."""
    return f"Robin {award.person.family_name}"
