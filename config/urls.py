"""Addresses outside every district."""

from django.urls import URLPattern, URLResolver, include, path

from accounts.views import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home_outside, name="home_outside"),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
]
