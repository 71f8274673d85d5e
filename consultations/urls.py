"""The addresses of this app."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from consultations.views import (
    absence,
    booking,
    booking_for,
    correcting,
    counts,
    covers,
    feedback,
    plan,
    record,
    screens,
    waits,
)


class ReferenceConverter:
    """`CN-7F3K-2QXM`: the portal's own reference, which says nothing about a case."""

    regex = "CN-[0-9A-Z]{4}-[0-9A-Z]{4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "consultation")

app_name = "consultations"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", screens.index, name="index"),
    path("book/", booking.start, name="book"),
    path("book/for/", booking_for.colleague, name="book_for"),
    path("book/danger/", booking.danger, name="book_danger"),
    path("book/high-risk/", booking.high_risk, name="book_high_risk"),
    path("book/about/", booking.about, name="book_about"),
    path("book/time/", booking.time, name="book_time"),
    path("book/hours/", booking.hours, name="book_hours"),
    path("book/check/", booking.check, name="book_check"),
    path("diary/", plan.diary, name="diary"),
    path("diary/away/", absence.day, name="absence"),
    path("plan/", plan.plan, name="plan"),
    path("plan/rules/<int:rule_id>/end/", plan.end_rule, name="end_rule"),
    path("plan/days/<int:exception_id>/drop/", plan.drop_day, name="drop_day"),
    path("covers/", covers.covers, name="covers"),
    path("covers/<int:cover_id>/end/", covers.end, name="end_cover"),
    path("counts/", counts.counts, name="counts"),
    path("counts/csv/", counts.counts_as_csv, name="counts_csv"),
    path("counts/pdf/", counts.counts_as_pdf, name="counts_pdf"),
    path("", include("consultations.link_urls")),
    path("<consultation:reference>/", screens.detail, name="detail"),
    path("<consultation:reference>/cancel/", screens.cancel, name="cancel"),
    path("<consultation:reference>/reference/", correcting.reference, name="correct_reference"),
    path("<consultation:reference>/move/", screens.move, name="move"),
    path("<consultation:reference>/hand-over/", absence.one, name="hand_over"),
    path("<consultation:reference>/offer/", screens.offer, name="offer"),
    path("<consultation:reference>/answer/", screens.answer, name="answer"),
    path("<consultation:reference>/earlier/", waits.earlier, name="earlier"),
    path("<consultation:reference>/feedback/", feedback.feedback, name="feedback"),
    path("<consultation:reference>/record/", record.record, name="record"),
    path("<consultation:reference>/record/correct/", record.correct, name="correct"),
    path("<consultation:reference>/record/add/", record.add, name="add"),
    path("<consultation:reference>/settle/", record.settle, name="settle"),
]
