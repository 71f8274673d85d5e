"""The screen of a second person: what changed, and three things to do. Nothing on it needs a script."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from portal.kernel import attempts, clock
from portal.kernel.errors import DomainError
from portal.kernel.web import HubRequest
from portal.pages import services
from portal.pages.errors import DoesNotWait
from portal.pages.models import SignedOffPage
from portal.pages.page_changes import changes_between
from portal.pages.page_forms import RemarkForm
from portal.pages.page_words import faults_of
from portal.pages.sign_off import may_sign_off, step_of, waits, wrote_last
from portal.pages.waiting import name_of, remarks_before


class SignOffView(WagtailAdminTemplateMixin, TemplateView):
    """What changed in a page that waits, beside what readers see now."""

    header_icon = "tick"
    template_name = "pages/sign_off.html"
    request: HubRequest
    kept: Page
    newest: Page

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        page = Page.objects.filter(pk=kwargs["page_id"]).first()
        self.kept = page.specific if page else None
        if not isinstance(self.kept, SignedOffPage):
            raise Http404
        if not self.kept.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        self.newest = self.kept.get_latest_revision_as_object()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = self.kept.has_unpublished_changes and self.kept.current_workflow_state is None
        if not waits(self.kept) and not draft:
            messages.info(request, f"“{self.newest.title}”: {DoesNotWait.sentence}")
            return redirect("wagtailadmin_home")
        return super().get(request, *args, **kwargs)

    def post(self, request: HubRequest, page_id: int) -> HttpResponse:
        """One of the three steps; what cannot be done is said, and the remark is kept."""
        steps = {"sign-off": self._sign_off, "send-back": self._send_back, "take-over": self._take_over}
        read = request.POST.get("revision", ""), request.POST.get("waits_in") or "0"
        step = steps.get(request.POST.get("form", ""))
        if step is None or not all(number.isdecimal() and len(number) <= 18 for number in read):
            raise Http404
        revision_id, step_id = map(int, read)
        how = {
            "page_id": page_id,
            "revision_id": revision_id,
            "step_id": step_id or None,
            "actor": request.actor,
            "now": request.now,
        }
        try:
            return step(how)
        except DomainError as refusal:
            if isinstance(refusal, DoesNotWait) and not waits(Page.objects.get(pk=page_id)):
                return self._too_late(refusal)
            attempts.keep(request, {})
            messages.error(request, refusal.sentence)
            return redirect(request.path)

    def _too_late(self, refusal: DoesNotWait) -> HttpResponse:
        """There is no screen to come back to: what was typed is given back with the sentence."""
        remark = self.request.POST.get("remark", "").strip()
        unsent = f" Your remark went to nobody: “{remark}”" if remark else ""
        messages.error(self.request, f"“{self.newest.title}”: {refusal.sentence}{unsent}")
        return redirect("wagtailadmin_home")

    def _sign_off(self, how: dict[str, Any]) -> HttpResponse:
        page = services.sign_off(**how)
        later = page.go_live_at if page.go_live_at and page.go_live_at > self.request.now else None
        if later or not page.live:
            when = f" on {clock.spoken_moment(later)}" if later else " at its hour"
            messages.success(self.request, f"“{page.title}” is signed off. Readers see it{when}.")
        else:
            see = [messages.button(page.url, "See the page")] if page.url else []
            messages.success(self.request, f"“{page.title}” is published. Readers see it now.", buttons=see)
        return redirect("wagtailadmin_home")

    def _send_back(self, how: dict[str, Any]) -> HttpResponse:
        form = attempts.asked(self.request, RemarkForm, name="send-back", writer=self._writer())
        if not form.is_valid():
            attempts.keep(self.request, {name: list(map(str, said)) for name, said in form.errors.items()})
            return redirect(f"{self.request.path}#send-back")
        state = services.send_back(remark=form.cleaned_data["remark"], **how)
        to = name_of(state.requested_by)
        messages.success(
            self.request, f"“{self.newest.title}” went back to {to} with your remark. Readers see no change."
        )
        return redirect("wagtailadmin_home")

    def _take_over(self, how: dict[str, Any]) -> HttpResponse:
        services.take_over(**how)
        messages.success(
            self.request,
            f"You change “{self.newest.title}” now. When it is ready, submit it: somebody else signs it off.",
        )
        return redirect("wagtailadmin_pages:edit", self.kept.pk)

    def get_page_title(self) -> str:
        return f"Sign off: {self.newest.title}" if self._signs() else f"What changed: {self.newest.title}"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        here = {"url": "", "label": "Sign off" if self._signs() else "What changed"}
        return [{"url": reverse("wagtailadmin_home"), "label": "Edit pages"}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The changes and who made them. A faulty remark comes back as it was typed."""
        before = self.kept if self.kept.live else None
        state = self.kept.current_workflow_task_state if waits(self.kept) else None
        later = self.newest.go_live_at
        return {
            **super().get_context_data(**kwargs),
            "page": self.newest,
            "revision": self.kept.latest_revision_id,
            "waits_in": step_of(self.kept) or "",
            "is_live": self.kept.live,
            "waiting": state,
            "since": clock.spoken_moment(state.started_at) if state else "",
            "before": self._before() if state else None,
            "writer": self._writer(),
            "signs": self._signs(),
            "wrote_it": wrote_last(self.kept, self.request.user.pk),
            "changes": changes_between(before, self.newest),
            "faults": list(dict.fromkeys(faults_of(self.newest))),
            "doubts": self.newest.doubts(clock.today(self.request.now)),
            "later": clock.spoken_moment(later) if later and later > self.request.now else "",
            "form": attempts.asked(self.request, RemarkForm, name="send-back", writer=self._writer()),
        }

    def _before(self) -> dict[str, Any] | None:
        """Who sent the page back last, with what remark, and which fields changed since; None for its first time."""
        remarks = remarks_before(self.kept)
        if not remarks:
            return None
        last = remarks[0]
        since = changes_between(last.revision.as_object(), self.newest)
        own = last.finished_by_id == self.request.user.pk
        return {
            "who": "You" if own else name_of(last.finished_by),
            "on": clock.spoken_moment(last.finished_at or last.started_at),
            "remark": last.comment,
            "times": len(remarks),
            "changed": [change.label for change in since],
        }

    def _signs(self) -> bool:
        return may_sign_off(self.kept, self.request.user)

    def _writer(self) -> str:
        """Who submitted the page; who saved it last where nobody has."""
        if waits(self.kept):
            return name_of(self.kept.current_workflow_state.requested_by)
        return name_of(self.kept.latest_revision.user if self.kept.latest_revision else None)
