"""Addresses of agreements outside every district: anybody may check a sealed document."""

from django.urls import path

from agreements.views import verify

app_name = "agreements"

urlpatterns = [
    path("verify/", verify.verify, name="verify"),
    path("verify/root.pem", verify.verify_root, name="verify_root"),
]
