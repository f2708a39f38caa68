"""Addresses inside a district, below /d/<slug>/."""

from django.urls import URLPattern, URLResolver, include, path

from config.home import home, today_bring_back, today_put_off
from config.reports import views as reports

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("today/put-off/", today_put_off, name="today_put_off"),
    path("today/<int:pk>/bring-back/", today_bring_back, name="today_bring_back"),
    path("reports/", reports.report_list, name="report_list"),
    path("reports/monthly/", reports.monthly_page, name="monthly_page"),
    path("reports/monthly/print/", reports.monthly_page_print, name="monthly_page_print"),
    path("reports/programs/<int:pk>/", reports.program_progress, name="program_progress"),
    path("reports/programs/<int:pk>/print/", reports.program_progress_print, name="program_progress_print"),
    path("reports/programs/<int:pk>/<slug:name>.csv", reports.program_progress_export, name="program_progress_export"),
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
