"""The form renderer of the whole project: every field of every form in the GOV.UK pattern."""

from django.forms.renderers import TemplatesSetting


class HubRenderer(TemplatesSetting):
    """Draws fields with our templates; widgets are dressed in `pages.widgets`."""

    field_template_name = "forms/field.html"
    form_template_name = "forms/form.html"
