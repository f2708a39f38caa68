"""Documents of the sample districts: out with some signatures, at the school's turn, signed by all, declined, on paper.

Nothing is sealed here: the worker does that as soon as it runs, as it does for everybody.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from agreements import disclosures
from agreements.actions import signing
from agreements.actions.signing import Evidence
from agreements.models import Agreement, Method, Party, Permission, Role
from config.sample.programs import Ground
from mentoring.actions import packets
from mentoring.models import Match, MatchObjective, MatchStudent, PlaceKind
from mentoring.packets import WITH_PACKET, sending_blockers
from tenancy.actor import Actor
from tenancy.models import Person

_KINDS = Permission.Kind
#: What families answer: everything; no photos; no records to the mentor.
_ALL_YES: Mapping[Permission.Kind, bool] = dict.fromkeys(_KINDS, True)
_NO_PHOTOS = {**_ALL_YES, _KINDS.MEDIA: False}
_NO_RECORDS = {**_ALL_YES, _KINDS.RECORDS: False}
_FAMILY_AND_MENTOR = (Role.STUDENT, Role.GUARDIAN, Role.MENTOR)


def add(ground: Ground, now: datetime) -> None:
    """The student whom a visitor can be waits for a parent; the next ones are further on; the rest is in a cabinet."""
    lead = ground.leads["student"]
    rows = MatchStudent.objects.filter(left_on=None, match__state=Match.State.RUNNING, packet=None)
    # Somebody on hold signs nothing.
    rows = rows.filter(match__in=Match.objects.not_paused())
    for row in rows.prefetch_related("match"):
        _plan(ground, row.match)
    # Where a court order is on file, or nobody may sign, the coordinator has something to see to first.
    ready = [one for one in rows.prefetch_related(*WITH_PACKET) if not sending_blockers(one, on=ground.today)]
    running = sorted(ready, key=lambda row: (row.student.person_id != lead.pk, row.pk))
    stories = (_waits_for_parent, _waits_for_school, _signed, _withdrawn, _declined)
    for row, story in zip(running, stories, strict=False):
        story(ground, row, now)
    # One is left, of whose agreement nobody has said where it is.
    for number, row in enumerate(running[len(stories) : -1]):
        _on_paper(ground, row, number, now)


def _plan(ground: Ground, match: Match) -> None:
    """What a match that runs has agreed on."""
    match.places, match.place_note = [PlaceKind.SCHOOL], "Room 104"
    match.schedule = match.schedule or "Every other Tuesday, 2:30 to 3:30"
    match.starts_on = match.starts_on or ground.today - timedelta(days=30)
    match.ends_on = match.ends_on or match.starts_on + timedelta(days=182)
    match.adult_in_charge = match.supervising_teacher
    match.save()
    if not match.objectives.exists():
        MatchObjective.objects.create(match=match, position=1, text="Explain what people in the field do all day")


# Stories


def _waits_for_parent(ground: Ground, row: MatchStudent, now: datetime) -> None:
    _send(ground, row, now - timedelta(days=9))
    _sign(row, now - timedelta(days=8), roles=(Role.STUDENT, Role.MENTOR))


def _waits_for_school(ground: Ground, row: MatchStudent, now: datetime) -> None:
    _send(ground, row, now - timedelta(days=6))
    _sign(row, now - timedelta(days=2), answers=_NO_PHOTOS)


def _signed(ground: Ground, row: MatchStudent, now: datetime) -> None:
    _send(ground, row, now - timedelta(days=20))
    _sign(row, now - timedelta(days=18), answers=_NO_RECORDS)
    _sign_for_school(row, now - timedelta(days=17))


def _withdrawn(ground: Ground, row: MatchStudent, now: datetime) -> None:
    _signed(ground, row, now)
    given = Permission.objects.filter(party__agreement__packet=_packet(row), kind=_KINDS.MEDIA, is_granted=True)
    for permission in given.prefetch_related("party"):
        signing.withdraw(
            permission=permission,
            note="By phone: no pictures any more, please.",
            at=now - timedelta(days=3),
            by=Actor.person(ground.leads["coordinator"]),
        )


def _declined(ground: Ground, row: MatchStudent, now: datetime) -> None:
    _send(ground, row, now - timedelta(days=5))
    party = next((one for one in _parties(row) if one.role == Role.GUARDIAN), None)
    if party is not None:
        by = Actor.link("agreements.party", party.pk)
        signing.decline(party=party, reason="We would like to talk first.", at=now - timedelta(days=1), by=by)


def _on_paper(ground: Ground, row: MatchStudent, number: int, now: datetime) -> None:
    coordinator = ground.leads["coordinator"]
    packets.file_paper(
        row=row,
        signed_on=ground.today - timedelta(days=40 + number),
        filed_at=f"Main office, folder {number + 1}",
        attested_by=coordinator,
        answers=_NO_PHOTOS if number % 2 else _ALL_YES,
        on=ground.today,
        at=now,
        by=Actor.person(coordinator),
    )


# Deeds


def _send(ground: Ground, row: MatchStudent, at: datetime) -> None:
    coordinator = ground.leads["coordinator"]
    packets.send(row=row, coordinator=coordinator, on=ground.today, at=at, by=Actor.person(coordinator))


def _packet(row: MatchStudent) -> int:
    return MatchStudent.objects.values_list("packet_id", flat=True).get(pk=row.pk) or 0


def _parties(row: MatchStudent) -> list[Party]:
    rows = Party.objects.filter(agreement__packet=_packet(row)).prefetch_related("person", "agreement")
    return list(rows.order_by("agreement", "pk"))


def _sign(
    row: MatchStudent,
    at: datetime,
    *,
    roles: Sequence[Role] = _FAMILY_AND_MENTOR,
    answers: Mapping[Permission.Kind, bool] = _ALL_YES,
) -> None:
    """Everybody in these roles signs by their link, those who signed before only once."""
    for person in list(dict.fromkeys(one.person for one in _parties(row) if one.role in roles)):
        mine = [one for one in _parties(row) if one.person == person and one.state in {"waiting", "invited", "opened"}]
        if not mine:
            continue
        signing.sign(
            parties=mine,
            answers=answers,
            evidence=_evidence(mine[0].name, person, Method.LINK, at),
            at=at,
            by=Actor.link("agreements.party", mine[0].pk),
        )


def _sign_for_school(row: MatchStudent, at: datetime) -> None:
    for party in [one for one in _parties(row) if one.role == Role.SCHOOL]:
        signing.sign_for_school(
            agreements=list(Agreement.objects.filter(pk=party.agreement_id)),
            person=party.person,
            evidence=_evidence(party.name, party.person, Method.SIGNED_IN, at),
            at=at,
            by=Actor.person(party.person),
        )


def _evidence(name: str, person: Person, method: Method, at: datetime) -> Evidence:
    return Evidence(
        method=method,
        language=person.language if person.language in {"en", "es"} else "en",
        typed_name=name,
        internet_address="203.0.113.9",
        browser="Mozilla/5.0",
        code_confirmed_at=at - timedelta(minutes=4),
        disclosure_version=disclosures.CURRENT,
        consented_at=at - timedelta(minutes=3),
    )
