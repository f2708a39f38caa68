"""Addresses of sign-ins outside the districts."""

from django.urls import path

from accounts.views import extra_step, invitations, profile

app_name = "accounts"

urlpatterns = [
    path("sign-in/extra-step/", extra_step.extra_step, name="extra_step"),
    path("sign-in/activity/", profile.sign_in_activity, name="sign_in_activity"),
    path("sign-in/sessions/<int:pk>/end/", profile.session_end, name="session_end"),
    path("invite/code/", invitations.invitation_code, name="invitation_code"),
]
