"""In which language somebody is spoken to: what they chose in this browser, else what is known of them.

Pages of the staff are in English alone.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


def speak(request: HttpRequest, language: str) -> None:
    """Answer this request in a language that is known of its reader, unless they chose one in this browser."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and language in dict(settings.LANGUAGES):
        translation.activate(language)
        request.LANGUAGE_CODE = language


def speak_to_staff(request: HttpRequest) -> None:
    """Answer this request in the one language that staff pages have, whatever was chosen in this browser."""
    translation.activate(settings.LANGUAGES[0][0])
    request.LANGUAGE_CODE = settings.LANGUAGES[0][0]


def keep(request: HttpRequest, answer: HttpResponse) -> None:
    """Whoever has just signed out goes on in the language of the last page, though nobody knows them any more."""
    spoken = translation.get_language() or settings.LANGUAGE_CODE
    if spoken != translation.get_language_from_request(request):
        remember(answer, spoken)


def remember(answer: HttpResponse, language: str) -> None:
    """From this answer on, the browser is spoken to in this language."""
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
