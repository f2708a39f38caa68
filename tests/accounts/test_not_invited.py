"""The number of staff who were not invited is remembered, and counted anew when somebody was."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenancy.permissions import Role
from tests.factories.tenancy import MembershipFactory, PersonFactory

LINE = "1 person of the staff cannot sign in and was not invited."


def test_the_line_goes_when_the_last_one_is_invited(oak, elm, client_of):
    with oak.open():
        nora = PersonFactory(given_name="Nora", family_name="Quist", email="nora@oak.example")
        MembershipFactory(person=nora, role=Role.TEACHER)
    ana = client_of(oak.ana)
    assert LINE in ana.get("").content.decode()
    assert LINE not in client_of(elm.ana).get("").content.decode()
    ana.post(f"people/{nora.pk}/sign-in/invite/")
    assert LINE not in ana.get("").content.decode()


def test_the_next_look_does_not_count_again(oak, client_of):
    ana = client_of(oak.ana)
    ana.get("")
    with CaptureQueriesContext(connection) as asked:
        ana.get("")
    assert not any("accounts_invitation" in query["sql"] for query in asked.captured_queries)
