"""Being asked once more who one is, before one's own sign-in is changed."""

from datetime import timedelta
from urllib.parse import urlencode

import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.test.client import RequestFactory
from django.utils import timezone

from accounts.actions import sign_ins
from accounts.models import Seat
from tests.accounts.people import mailed_code, signed_in, user_of
from tests.conftest import Cast

SECURITY = "/accounts/2fa/totp/activate/"


def test_with_a_password_it_is_asked_for(oak: Cast) -> None:
    browser = signed_in(user_of(oak.mia))
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        page = browser.get(SECURITY, follow=True).content.decode()
    assert 'name="password"' in page


def test_without_a_password_one_signs_in_once_more_with_a_code_and_comes_back(oak: Cast) -> None:
    user = Seat.objects.get(person_id=oak.mia.pk).user
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    browser = Client()
    browser.force_login(user)

    page = browser.get(SECURITY, follow=True)
    assert 'name="password"' not in page.content.decode()
    again = f"/accounts/login/code/?{urlencode({'next': SECURITY}, safe='')}"
    assert f'value="{again}"' in page.content.decode()

    assert browser.post("/accounts/logout/", {"next": again}).url == again
    confirm = browser.post(again, {"email": user.email, "next": SECURITY}).url
    answer = browser.post(confirm, {"code": mailed_code()})
    assert answer.url == SECURITY
    assert browser.get(SECURITY).status_code == 200


def test_who_came_by_a_fresh_link_is_not_asked_at_once(oak: Cast, visitor: Client) -> None:
    user = Seat.objects.get(person_id=oak.mia.pk).user
    request = RequestFactory().get("/", HTTP_USER_AGENT="Firefox")
    request.session = visitor.session
    request.user = user

    sign_ins.open_session(request, user)
    request.session.save()

    visitor.cookies["sessionid"] = request.session.session_key
    assert visitor.get(SECURITY).status_code == 200
