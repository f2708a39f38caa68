"""Temporary."""
from django.conf import settings
from django.test import override_settings
from bench import _log_page
from bench._districts import make_districts
def measure():
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    override_settings(DISTRICT_URLCONF="bench._urls", STORAGES={**settings.STORAGES, "staticfiles": plain}).enable()
    yield from _log_page.figures(make_districts([3_600], "log")[0])
