"""The period that counts are for."""

from typing import Any

from portal.pages.forms import DateField3, HubForm


class PeriodForm(HubForm):
    """From one day to another, both included."""

    first_day = DateField3(label="From", error_messages={"required": "Enter the first day."})
    last_day = DateField3(label="To", error_messages={"required": "Enter the last day."})

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("first_day") and said.get("last_day") and said["last_day"] < said["first_day"]:
            self.add_error("last_day", "The last day cannot come before the first.")
        return said
