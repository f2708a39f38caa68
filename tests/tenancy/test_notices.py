"""What a page says after a deed."""

from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import gettext_lazy

from tenancy import notices


def request() -> HttpRequest:
    asked = RequestFactory().get("/")
    asked.session = {}
    asked._messages = FallbackStorage(asked)
    return asked


def page(asked: HttpRequest) -> str:
    return render_to_string("components/messages.html", {"messages": get_messages(asked)}, asked)


def test_a_deed_that_can_be_taken_back_has_a_button_that_posts() -> None:
    asked = request()

    notices.done(asked, gettext_lazy("Saved."), undo="/d/oak/people/7/reactivate/")

    assert '<form method="post" action="/d/oak/people/7/reactivate/">' in page(asked)


def test_a_deed_that_stands_has_none() -> None:
    asked = request()

    notices.done(asked, "Saved.")

    assert "<form" not in page(asked)


def test_what_needs_a_second_look_says_so_by_shape_and_color() -> None:
    asked = request()

    notices.warn(asked, "Two people <b>share</b> this address.")

    drawn = page(asked)
    assert 'class="notice warn"' in drawn
    assert "&lt;b&gt;share" in drawn
