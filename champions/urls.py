"""The addresses of this app."""

from django.urls import URLPattern

app_name = "champions"
urlpatterns: list[URLPattern] = []
