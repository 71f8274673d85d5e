"""Booking is for people whose place of work is confirmed; anybody else reads why not, and what helps."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consultations.permissions import why_not_book
from portal.kernel.web import HubRequest

View = Callable[..., HttpResponse]


def with_place(view: View) -> View:
    """Say in place of the page why the actor may not book, and where to go from there. Still a refusal: 403."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if refusal := why_not_book(cast(HubRequest, request).actor):
            return render(request, "consultations/booking/unplaced.html", {"refusal": refusal}, status=403)
        return view(request, *args, **kwargs)

    return guarded
