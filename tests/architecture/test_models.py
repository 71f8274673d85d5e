"""What rows may point at."""

from django.apps import apps
from django.db.models import Field, Model
from wagtail.models import Page

from tests.architecture.source import DOMAINS

OURS = {*DOMAINS, "outbox", "audit", "people", "notifications", "pages", "workforce"}
# Everybody stands on people; pages, pictures and documents are the editor's.
OPEN_TO_ALL = {
    "people",
    "wagtailcore",
    "wagtailimages",
    "wagtaildocs",
    "wagtailsearch",
    "contenttypes",
    "auth",
    "taggit",
}


def test_foreign_keys_stay_inside_the_app_or_point_at_people_and_pages() -> None:
    found = [
        f"{model._meta.label}.{field.name} -> {target._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for field in model._meta.get_fields()
        if isinstance(field, Field) and (target := _target(field)) and not _may_point_at(model, target)
    ]

    assert not found


def test_every_constraint_has_a_name_that_says_its_rule() -> None:
    found = [
        f"{model._meta.label}: {constraint.name}"
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for constraint in model._meta.constraints
        if "_" not in constraint.name
    ]

    assert not found


def _target(field: Field) -> type[Model] | None:  # type: ignore[type-arg]
    related = field.related_model
    return related if isinstance(related, type) else None


def _may_point_at(model: type[Model], target: type[Model]) -> bool:
    label = target._meta.app_label
    return label == model._meta.app_label or label in OPEN_TO_ALL or issubclass(target, Page)
