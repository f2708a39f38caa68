"""Addresses of programs and their people, inside a district."""

from django.urls import URLPattern, URLResolver

app_name = "mentoring"
urlpatterns: list[URLPattern | URLResolver] = []
