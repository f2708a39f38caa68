"""In which language somebody is spoken to: what they chose in this browser, else what is known of them.

Of whoever comes by a link in a message nothing is known yet but the language of the message: the link carries it.

Pages of the staff are in English alone.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from correspondence.links import LANGUAGE
from tenancy.models import Person


def speak(request: HttpRequest, language: str) -> None:
    """Answer this request in a language that is known of its reader, unless they chose one in this browser."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and language in dict(settings.LANGUAGES):
        translation.activate(language)
        request.LANGUAGE_CODE = language


def speak_to(request: HttpRequest, person: Person) -> None:
    """Answer this request in the language chosen in this browser, else in this reader's.

    For pages of whoever holds a link: they are in both languages, though the reader be of the staff.
    """
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    language = chosen if chosen in dict(settings.LANGUAGES) else person.language
    if language in dict(settings.LANGUAGES):
        translation.activate(language)
        request.LANGUAGE_CODE = language


def arrive(request: HttpRequest) -> str:
    """Speak the language of the message whose link was opened; returns it, or nothing if no link says one.

    It stands for a choice from here on, until the reader makes another: pages to sign in come in between.
    """
    language = request.GET.get(LANGUAGE, "") if request.method == "GET" else ""
    if language not in dict(settings.LANGUAGES):
        return ""
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = language
    translation.activate(language)
    request.LANGUAGE_CODE = language
    return language


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
