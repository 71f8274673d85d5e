"""The addresses of this app. Fixed words come before the slug of a course."""

from django.urls import URLPattern

app_name = "courses"
urlpatterns: list[URLPattern] = []
