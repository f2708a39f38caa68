"""Workplaces that students may visit: asked for, approved, withdrawn."""

from datetime import date, timedelta

import pytest

from correspondence import rendering
from correspondence.models import Message
from mentoring.models import WorkplaceApproval
from tenancy.models import AuditEvent
from tests.factories.mentoring import EmployerFactory, WorkplaceApprovalFactory
from tests.mentoring.gate import ready

KNOWN = {"areas": "Counter and break room", "supervisor": "Noor Aziz, pharmacist", "protection": "Closed shoes"}


def test_a_coordinator_asks_the_principal_decides_and_the_match_lacks_it_no_more(oak, client_of):
    with oak.open():
        gate = ready(oak, places=["workplace"])
        employer = gate.employer
    ana, pia = client_of(oak.ana), client_of(oak.pia)
    page = ana.get(f"matches/{gate.match.pk}/").content.decode()
    assert "Visits to Riverside Clinic are not approved." in page and f"employers/{employer.pk}/" in page
    assert "Ask to approve visits" in ana.get(f"employers/{employer.pk}/").content.decode()
    assert ana.post(f"employers/{employer.pk}/visits/add/", KNOWN).status_code == 302
    with oak.open():
        approval = WorkplaceApproval.objects.get()
        assert (approval.asked_by_id, approval.approved_on) == (oak.ana.pk, None)
        mail = Message.objects.get(kind="mentoring/workplace_asked", person=oak.pia)
        assert rendering.mail(mail, {}).subject == "Please approve visits to Riverside Clinic"
    assert "asked for this employer already" in ana.post(
        f"employers/{employer.pk}/visits/add/", KNOWN
    ).content.decode().replace("Somebody has ", "")
    assert "Waiting for the principal" in ana.get(f"matches/{gate.match.pk}/").content.decode()
    assert ana.get(f"employers/visits/{approval.pk}/decide/").status_code == 403
    assert "May students visit Riverside Clinic?" in pia.get("").content.decode()
    page = pia.get(f"employers/visits/{approval.pk}/decide/").content.decode()
    assert "Counter and break room" in page and "Ana García" in page
    assert pia.post(f"employers/visits/{approval.pk}/decide/").status_code == 302
    assert "The match can start" in ana.get(f"matches/{gate.match.pk}/").content.decode()
    assert pia.post(f"employers/visits/{approval.pk}/decide/").status_code == 422
    with oak.open():
        verbs = AuditEvent.objects.filter(verb__in=["workplace.ask", "workplace.approve"]).order_by("pk")
        assert list(verbs.values_list("verb", flat=True)) == ["workplace.ask", "workplace.approve"]


def test_workplace_approval_add_by_a_principal_approves_at_once(oak, client_of):
    with oak.open():
        employer = EmployerFactory(name="Riverside Clinic")
    pia = client_of(oak.pia)
    last = oak.today + timedelta(days=200)
    assert pia.post(f"employers/{employer.pk}/visits/add/", KNOWN | {"expires_on": last}).status_code == 302
    with oak.open():
        approval = WorkplaceApproval.objects.get()
        assert (approval.approved_by_id, approval.approved_on, approval.expires_on) == (oak.pia.pk, oak.today, last)
    assert "Noor Aziz, pharmacist" in pia.get(f"employers/{employer.pk}/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"areas": ""}, "required"),
        ({"expires_on": "2026-01-01"}, "This day has passed."),
        ({"expires_on": "0020-01-01"}, "Check the year."),
        ({"employer_agreed_on": "2090-01-01"}, "still to come"),
    ],
)
def test_workplace_approval_add_asks_again_for_what_is_wrong(oak, client_of, wrong, words):
    with oak.open():
        employer = EmployerFactory()
    answer = client_of(oak.pia).post(f"employers/{employer.pk}/visits/add/", KNOWN | wrong)
    assert answer.status_code == 422 and words in answer.content.decode()
    with oak.open():
        assert not WorkplaceApproval.objects.exists()


def test_nobody_asks_for_an_employer_that_takes_part_no_longer(oak, client_of):
    with oak.open():
        employer = EmployerFactory(ended_on=date(2026, 10, 1))
    answer = client_of(oak.ana).post(f"employers/{employer.pk}/visits/add/", KNOWN)
    assert answer.status_code == 422 and "takes part no longer" in answer.content.decode()


def test_workplace_approval_withdraw_asks_first_and_says_who_plans_visits(oak, client_of):
    with oak.open():
        gate = ready(oak, places=["workplace"], state="running", starts_on=oak.today, started_by=oak.ana)
        approval = WorkplaceApprovalFactory(employer=gate.employer)
    pia, path = client_of(oak.pia), f"employers/visits/{approval.pk}/withdraw/"
    assert "1 running match plans visits there." in pia.get(path).content.decode()
    assert client_of(oak.ana).post(path).status_code == 302
    with oak.open():
        assert WorkplaceApproval.objects.get().withdrawn_on is None
    assert "Withdrawn." in pia.post(path, follow=True).content.decode()
    assert "withdrawn already" in pia.post(path, follow=True).content.decode()
    with oak.open():
        assert WorkplaceApproval.objects.get().withdrawn_on == oak.today


@pytest.mark.parametrize("name", ["tom", "cole", "fay", "mia", "sam", "gil"])
def test_workplaces_are_for_those_who_approve_or_ask(oak, client_of, name):
    with oak.open():
        approval = WorkplaceApprovalFactory()
    client = client_of(getattr(oak, name))
    assert client.post(f"employers/{approval.employer_id}/visits/add/", KNOWN).status_code == 403
    assert client.post(f"employers/visits/{approval.pk}/withdraw/").status_code == 403
    assert client.get("employers/visits/").status_code == 403


def test_workplaces_of_oak_are_not_there_for_elm(oak, elm, client_of):
    with oak.open():
        approval = WorkplaceApprovalFactory(employer__name="Riverside Clinic")
    pia = client_of(elm.pia)
    assert pia.post(f"employers/{approval.employer_id}/visits/add/", KNOWN).status_code == 404
    for path in (f"employers/visits/{approval.pk}/decide/", f"employers/visits/{approval.pk}/withdraw/"):
        assert pia.get(path).status_code == 404
        assert pia.post(path).status_code == 404
    assert "Riverside" not in pia.get("employers/visits/?state=").content.decode()


@pytest.mark.parametrize(
    ("state", "found"),
    [("", 3), ("approved", 1), ("asked", 1), ("over", 1), ("withdrawn", 1)],
)
def test_workplace_approval_list_is_filtered_by_where_they_stand(oak, client_of, state, found):
    with oak.open():
        WorkplaceApprovalFactory(areas="in force")
        WorkplaceApprovalFactory(areas="run out", expires_on=date(2026, 10, 1))
        WorkplaceApprovalFactory(areas="withdrawn one", withdrawn_on=date(2026, 10, 1))
        WorkplaceApprovalFactory(
            areas="asked for", approved_by=None, approved_on=None, asked_by=oak.ana, asked_on=date(2026, 10, 1)
        )
    page = client_of(oak.ana).get(f"employers/visits/?state={state}").content.decode()
    assert sum(words in page for words in ("in force", "run out", "withdrawn one", "asked for")) == found


def test_workplace_approval_export_is_the_list_as_a_file(oak, client_of):
    with oak.open():
        WorkplaceApprovalFactory(employer__name="Riverside Clinic")
    answer = client_of(oak.ana).get("employers/visits/export/?format=csv")
    assert "Riverside Clinic" in b"".join(answer.streaming_content).decode()


def test_workplace_approval_list_asks_the_same_number_of_queries_at_one_and_four_rows(
    oak, client_of, django_assert_num_queries
):
    columns = ("state", "from", "until", "areas", "supervisor", "decided", "protection", "insurance")
    path = "employers/visits/?" + "&".join(f"column={one}" for one in columns)
    with oak.open():
        WorkplaceApprovalFactory()
    ana = client_of(oak.ana)
    ana.get(path)
    with django_assert_num_queries(12):
        ana.get(path)
    with oak.open():
        for _ in range(3):
            WorkplaceApprovalFactory()
    with django_assert_num_queries(12):
        ana.get(path)
