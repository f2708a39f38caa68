"""Addresses outside every district."""

from django.urls import URLPattern, URLResolver, include, path

from config import home, platform
from config.health import healthz
from config.sample import views as sample
from config.styleguide import styleguide

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home_outside, name="home_outside"),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("agreements.urls_outside")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("platform/", platform.platform_list, name="platform_list"),
    path("platform/add/", platform.platform_add, name="platform_add"),
    path("platform/<slug:slug>/enter/", platform.platform_enter, name="platform_enter"),
    path("platform/<slug:slug>/leave/", platform.platform_leave, name="platform_leave"),
    path("platform/<slug:slug>/deactivate/", platform.platform_deactivate, name="platform_deactivate"),
    path("platform/<slug:slug>/reactivate/", platform.platform_reactivate, name="platform_reactivate"),
    path("healthz", healthz, name="healthz"),
    path("styleguide/", styleguide, name="styleguide"),
    # The sample setting's own pages: 404 anywhere else.
    path("sample/", sample.sample, name="sample"),
    path("sample/enter/<str:who>/", sample.sample_enter, name="sample_enter"),
    path("sample/mail/", sample.sample_mail, name="sample_mail"),
    path("sample/mail/<str:name>/", sample.sample_mail_detail, name="sample_mail_detail"),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler429 = "config.errors.too_many_requests"  # read by allauth
handler500 = "config.errors.server_error"
