"""What a page says after a deed, with a button that takes it back."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise


def done(request: HttpRequest, sentence: str | Promise, *, undo: str = "") -> None:
    """Say on the next page what was done. ``undo`` is the address that takes it back when it is posted to."""
    messages.success(request, str(sentence), extra_tags=undo)


def warn(request: HttpRequest, sentence: str | Promise) -> None:
    """Say on the next page what needs a second look."""
    messages.warning(request, str(sentence))
