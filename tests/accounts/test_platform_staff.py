"""The first person of an installation is made on the command line."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User

pytestmark = pytest.mark.django_db


def staff() -> list[str | None]:
    return list(User.objects.filter(is_platform_staff=True).order_by("email").values_list("email", flat=True))


def test_dana_becomes_platform_staff_and_is_told_how_to_sign_in(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("platform_staff", "Dana@waymark.example")
    call_command("platform_staff", "dana@waymark.example")
    assert staff() == ["dana@waymark.example"]
    assert "/accounts/login/ with a code by email" in capsys.readouterr().out
    assert not User.objects.get().has_usable_password()


def test_dana_is_no_longer_platform_staff() -> None:
    call_command("platform_staff", "dana@waymark.example")
    call_command("platform_staff", "dana@waymark.example", end=True)
    assert staff() == []


def test_ending_somebody_who_is_not_there_is_said() -> None:
    with pytest.raises(CommandError, match="There is no sign-in nobody@waymark.example"):
        call_command("platform_staff", "nobody@waymark.example", end=True)


def test_an_address_must_be_one() -> None:
    with pytest.raises(CommandError, match="dana is not an email address"):
        call_command("platform_staff", "dana")
    assert staff() == []
