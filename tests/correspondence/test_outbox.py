import pytest

from correspondence import outbox, sign_in_mail
from correspondence.kinds import UnknownKind
from correspondence.models import SignInMail
from tenancy.actor import Actor


def test_pending_counts_what_should_have_left(oak):
    sign_in_mail.post("account/email/login_code", "ana@oak.example", {"code": "ABCD-1234"})
    assert outbox.pending().count == 1
    assert "ABCD" not in str(SignInMail.objects.values().get())


def test_a_kind_that_nobody_registered_is_refused(oak):
    with oak.open(), pytest.raises(UnknownKind):
        outbox.post(kind="nobody/knows", to=oak.gil, by=Actor.person(oak.ana))
