"""Addresses outside every district."""

from django.urls import URLPattern, URLResolver, include, path

from accounts.views import home
from config.health import healthz
from config.styleguide import styleguide

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home_outside, name="home_outside"),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("healthz", healthz, name="healthz"),
    path("styleguide/", styleguide, name="styleguide"),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler429 = "config.errors.too_many_requests"  # read by allauth
handler500 = "config.errors.server_error"
