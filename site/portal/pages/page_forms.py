"""The editor's form of a page: sentences beside what is wrong, once the page is to be published; and the remark."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.fields import RichTextField

from portal.kernel import clock
from portal.pages.checks import faults_in_rich_text
from portal.pages.editors import editors_on
from portal.pages.errors import RemarkMissing
from portal.pages.page_changes import WHEN


# The browser's own boxes: Wagtail's calendar lies over the field below and over the button that keeps the date.
class DayAndHour(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CheckedForm(WagtailAdminPageForm):
    """Checks rich text when the page is handed in or published; a draft is saved as it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today(clock.now())
        for name, hint in self.instance.hints(today).items():
            self.fields[name].help_text = f"{self.fields[name].help_text} {hint}"
        if "review_owner" in self.fields:
            self.fields["review_owner"].queryset = editors_on(today)
            self.fields["review_owner"].empty_label = "Nobody yet"
        for name, field in self.fields.items():
            if name in dict(WHEN):
                field.widget = DayAndHour()
            elif isinstance(field, forms.DateField):
                field.widget = Day()
        if self.instance.pk:
            self._keep_fixed()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation:
            for name in self.fields.keys() & self._rich_texts():
                for fault in faults_in_rich_text(str(cleaned.get(name) or "")):
                    self.add_error(name, fault)
        if "go_live_at" in self.changed_data and (hour := cleaned.get("go_live_at")) and hour < clock.now():
            self.add_error(
                "go_live_at", "That has passed. Left empty, readers see the page as soon as it is signed off."
            )
        if cleaned.get("review_by") and "review_owner" in self.fields and not cleaned.get("review_owner"):
            self.add_error("review_owner", "Choose who reads it again by that day.")
        return cleaned

    def _keep_fixed(self) -> None:
        """Show what other records know the page by, and let only those who run the portal change it."""
        meta = self.instance._meta
        if self.for_user is None or self.for_user.has_perm(f"{meta.app_label}.change_{meta.model_name}"):
            return
        for name in self.fields.keys() & set(self.instance.fixed_once_made):
            self.fields[name].disabled = True
            self.fields[name].help_text = "Set when the page was made. Whoever runs the portal can change it."

    def _rich_texts(self) -> set[str]:
        fields = self.instance._meta.get_fields()
        return {field.name for field in fields if isinstance(field, RichTextField)}


class RemarkForm(forms.Form):
    """What should change, for whoever submitted the page."""

    remark = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, writer: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        remark = self.fields["remark"]
        remark.error_messages["required"] = RemarkMissing.sentence.format(writer=writer)
        says = "remark-hint remark-error" if self.errors else "remark-hint"
        remark.widget.attrs.update(
            {"aria-describedby": says, "aria-invalid": "true" if self.errors else "false"}
        )
