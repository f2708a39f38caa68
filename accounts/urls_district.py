"""Addresses of sign-ins inside a district."""

from django.urls import path

from accounts.views import people

app_name = "accounts"

urlpatterns = [
    path("continue-as/", people.continue_as, name="continue_as"),
]
