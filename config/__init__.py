"""The top floor."""

from config.celery import app as celery_app

#: Imported with the package, so that web processes publish to our broker too.
__all__ = ["celery_app"]
