"""Two questions, after a consultation took place."""

from django import forms

from consultations.codes import Helped, NextStep
from portal.pages.forms import HubForm


class FeedbackForm(HubForm):
    """Did it help, and is the next step clear?"""

    helped = forms.ChoiceField(
        label="Did the consultation help you?", widget=forms.RadioSelect, choices=Helped.choices
    )
    next_step = forms.ChoiceField(
        label="Do you know what you will do next?", widget=forms.RadioSelect, choices=NextStep.choices
    )
