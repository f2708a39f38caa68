"""Addresses of sign-ins outside the districts."""

from django.urls import path

from accounts.views import extra_step

app_name = "accounts"

urlpatterns = [
    path("sign-in/extra-step/", extra_step.extra_step, name="extra_step"),
]
