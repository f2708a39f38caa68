"""Addresses inside a district, below /d/<slug>/."""

from django.urls import URLPattern, URLResolver, include, path

from config.home import home, today_bring_back, today_put_off

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("today/put-off/", today_put_off, name="today_put_off"),
    path("today/<int:pk>/bring-back/", today_bring_back, name="today_bring_back"),
    path("", include("tenancy.urls")),
    path("", include("accounts.urls_district")),
    path("", include("correspondence.urls")),
    path("", include("screening.urls")),
    path("", include("agreements.urls")),
    path("", include("mentoring.urls")),
    path("", include("classes.urls")),
    path("", include("meetings.urls")),
    path("", include("support.urls")),
    path("", include("journals.urls")),
    path("", include("rosters.urls")),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler500 = "config.errors.server_error"
