"""What is signed for a student of a match: the values of the texts, and who signs.

Reads; ``mentoring/actions/packets.py`` sends. The fields are declared in ``agreements/fields.py``.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements import addresses
from agreements.actions.agreements import PartyWanted
from agreements.models import Agreement, Kind, Method, Party, Role
from correspondence.models import Channel
from mentoring import match_members
from mentoring.age_rules import is_of_age
from mentoring.blockers import Blocker
from mentoring.grades import grade_words
from mentoring.models import Employment, Goal, Match, MatchMentor, MatchStudent, Policy, Signers
from mentoring.signing_rules import WITH_SIGNERS, is_in_force, signers
from tenancy.models import Membership, Person
from tenancy.permissions import Role as StaffRole
from tenancy.templatetags.people import phone

#: What ``values`` and ``parties`` need read along with rows of MatchStudent.
WITH_PACKET = (
    *(f"student__{path}" for path in WITH_SIGNERS),
    "student__school",
    "match__program__school_year",
    "match__program__policies",
    "match__supervising_teacher",
    "match__adult_in_charge",
    "match__objectives",
)


def full_name(person: Person) -> str:
    """The name that stands in documents: first and last name, as registered."""
    return f"{person.given_name} {person.family_name}".strip()


def present_mentors(match: Match) -> list[MatchMentor]:
    """The mentors who are in the match now, in the order of their names."""
    return sorted(match_members.present_mentors(match), key=lambda row: (row.mentor.search_key, row.pk))


def values(row: MatchStudent, kind: Kind, *, coordinator: Person, on: date) -> dict[str, object]:
    """Every merge field of a document for one student of a match, as things stand on a day."""
    match, student = row.match, row.student
    policy = policy_of(match)
    everywhere: dict[str, object] = {
        "district": row.district.name,
        "school": student.school.name if student.school else "",
        "program": match.program.name,
        "school_year": match.program.school_year.name,
        "student_name": full_name(student.person),
        "student_preferred_name": student.person.preferred_name,
        "student_grade": grade_words(student.grade) if student.grade else "",
        "supervising_teacher": full_name(match.supervising_teacher) if match.supervising_teacher else "",
        "coordinator_name": full_name(coordinator),
        "coordinator_email": coordinator.email,
        "coordinator_phone": phone(coordinator.phone),
        "mentors": [_mentor_values(one, on) for one in present_mentors(match)],
        "starts_on": _iso(match.starts_on),
        "ends_on": _iso(match.ends_on),
        "places": list(match.places),
        "place_note": match.place_note,
        "adult_in_charge": full_name(match.adult_in_charge) if match.adult_in_charge else "",
        "transport": match.transport,
        "mentor_may_drive": policy.mentor_may_drive,
        "remote_contact": str(policy.remote_contact),
    }
    return everywhere | (_agreement_values(row, policy) if kind == Kind.MENTORSHIP else _family_values(row))


def parties(row: MatchStudent, kind: Kind, *, on: date) -> list[PartyWanted]:
    """Who signs a document for this student: the family alone the permissions; everybody the agreement (S-38).

    A student of 18 signs for themselves. The school's representative is last in the list.
    """
    family = list(_family(row, on, with_child=kind == Kind.MENTORSHIP))
    if kind == Kind.PERMISSIONS:
        return family
    mentors = [
        PartyWanted(one.mentor.person, Role.MENTOR, full_name(one.mentor.person), one.mentor.occupation)
        for one in present_mentors(row.match)
    ]
    school = representative(row)
    return [*family, *mentors, *([school] if school else [])]


def representative(row: MatchStudent) -> PartyWanted | None:
    """Who signs for the school: its principal, else an administrator of the district; None when there is neither."""
    held = Membership.objects.of(row.district).live().filter(role__in=[StaffRole.PRINCIPAL, StaffRole.ADMINISTRATOR])
    members = [one for one in held.prefetch_related("person", "school_rows") if one.person.is_active]
    fitting = [one for one in members if _signs_for(one, row.student.school_id)]
    if not fitting:
        return None
    first = min(fitting, key=lambda one: (one.role != StaffRole.PRINCIPAL, one.scope == "district", one.pk))
    return PartyWanted(first.person, Role.SCHOOL, full_name(first.person), str(StaffRole(first.role).label))


def sending_blockers(row: MatchStudent, *, on: date) -> list[Blocker]:
    """Why the documents of one student cannot go out yet; each says what is missing and where one settles it."""
    match, found = row.match, []
    plan = ("mentoring:match_plan", match.pk)
    student = ("mentoring:student_detail", row.student_id)
    if match.state not in {Match.State.AGREED, Match.State.RUNNING}:
        found.append(Blocker("answers", _("Both sides say yes first."), _("the student and the mentor"), _page(match)))
    if not (match.places and match.schedule and match.starts_on and match.ends_on):
        found.append(Blocker("plan", _("When and where they meet is not planned yet."), _("the coordinator"), plan))
    if not match.objectives.all():
        found.append(Blocker("objectives", _("No learning objective yet."), _("the coordinator"), plan))
    if orders := [one for one in row.student.court_orders.all() if is_in_force(one, on) and _is_open(one)]:
        sentence = _("A court order is on file. Somebody must look at it and say who may sign.")
        found.append(Blocker("court_order", sentence, _("the coordinator"), student, orders[0].starts_on))
    if not signers(row.student, on):
        found.append(Blocker("signer", _("Nobody is listed who may sign."), _("the coordinator"), student))
    if representative(row) is None:
        found.append(Blocker("school", _("No principal or administrator can sign for the school."), fix=_page(match)))
    return found


def policy_of(match: Match) -> Policy:
    """The rules of the match's program, read along where ``WITH_PACKET`` was."""
    return next(iter(match.program.policies.all()))


def live_agreements(row: MatchStudent) -> list[Agreement]:
    """The documents of a student that are out or stand."""
    return list(Agreement.objects.filter(packet=row.packet_id).live().order_by("pk")) if row.packet_id else []


def kinds_to_send(row: MatchStudent) -> list[Kind]:
    """The documents of a student that neither are out nor stand: all of them, or what came to nothing by itself."""
    live = {one.kind for one in live_agreements(row)}
    return [kind for kind in Kind if kind not in live]


def asked_words(row: MatchStudent, kinds: Iterable[Kind], *, on: date) -> list[tuple[str, str]]:
    """Who will be asked to sign these for a student: name and role, and how, or why nothing can be sent to them."""
    found: dict[int, PartyWanted] = {}
    for kind in kinds:
        for wanted in parties(row, kind, on=on):
            found.setdefault(wanted.person.pk, wanted)
    asked = [one for one in found.values() if one.role != Role.SCHOOL]
    ways = addresses.ways([(one.person, one.role) for one in asked], row.student.person)
    told = [(_named(one), _way(*way)) for one, way in zip(asked, ways, strict=True)]
    last = [(_named(one), _("Signs last, here")) for one in found.values() if one.role == Role.SCHOOL]
    return [*told, *last]


def _named(wanted: PartyWanted) -> str:
    as_what = wanted.capacity or wanted.role.label
    if wanted.role == Role.MENTOR and wanted.capacity:
        as_what = f"{wanted.role.label}, {wanted.capacity}"
    return f"{wanted.name} ({as_what})"


def _way(channel: Channel | None, refusal: str) -> str:
    if channel is None:
        return refusal
    return _("By text message") if channel == Channel.TEXT else _("By email")


#: What everybody signed for, and what it is called: when one of these differs, everybody signs again.
_TERMS: Mapping[str, Promise] = {
    "mentors": gettext_lazy("the mentors or their workplace"),
    "starts_on": gettext_lazy("the first day"),
    "ends_on": gettext_lazy("the last day"),
    "places": gettext_lazy("where they meet"),
    "place_note": gettext_lazy("the room or address"),
    "adult_in_charge": gettext_lazy("the adult in charge"),
    "supervising_teacher": gettext_lazy("the supervising teacher"),
    "transport": gettext_lazy("how the student gets there"),
    "mentor_may_drive": gettext_lazy("whether the mentor may drive"),
    "remote_contact": gettext_lazy("calls and messages between meetings"),
    "format": gettext_lazy("who meets whom"),
    "promised_months": gettext_lazy("for how long they promise to meet"),
    "planned_meetings": gettext_lazy("how many meetings"),
    "meeting_minutes": gettext_lazy("how long a meeting is"),
    "schedule": gettext_lazy("when they meet"),
    "activities": gettext_lazy("the activities"),
    "objectives": gettext_lazy("the learning objectives"),
}


def changes(
    row: MatchStudent, agreements: Iterable[Agreement], *, on: date, parties: Iterable[Party] | None = None
) -> list[str]:
    """What of the plan differs from what these documents say, in words; the same once.

    What was not known here when papers of a cabinet were noted may well stand on them: filling it in changes nothing.
    ``parties`` are those of the documents, where somebody has read them.
    """
    live = list(agreements)
    if parties is None:
        parties = Party.objects.filter(agreement__in=[one.pk for one in live], method=Method.PAPER)
    on_paper = {one.agreement_id for one in parties if one.method == Method.PAPER}
    found: dict[str, None] = {}
    for one in live:
        now = values(row, Kind(one.kind), coordinator=row.student.person, on=on)
        for name, words in _TERMS.items():
            before = one.values.get(name)
            was_unknown = one.pk in on_paper and not before
            if name in now and name in one.values and now[name] != before and not was_unknown:
                found.setdefault(str(words))
    return list(found)


def _page(match: Match) -> tuple[str, int]:
    return "mentoring:match_detail", match.pk


def _is_open(order: object) -> bool:
    """Whether nobody has said yet what a court order means for signing."""
    return not getattr(order, "is_checked", True)


def _signs_for(held: Membership, school_id: int | None) -> bool:
    return held.scope == "district" or any(one.school_id == school_id for one in held.school_rows.all())


def _family(row: MatchStudent, on: date, *, with_child: bool) -> Iterator[PartyWanted]:
    student = row.student
    if with_child or is_of_age(student, on):
        yield PartyWanted(student.person, Role.STUDENT, full_name(student.person))
    if is_of_age(student, on):
        return
    guardians = [one for one in signers(student, on) if one.guardianship is not None]
    is_any = policy_of(row.match).signers == Signers.ANY and len(guardians) > 1
    for one in guardians:
        held = one.guardianship
        capacity = str(held.get_relationship_display()) if held and held.relationship else ""
        basis = held.basis if held else ""
        yield PartyWanted(one.person, Role.GUARDIAN, full_name(one.person), capacity, basis, any_of=is_any)


def _mentor_values(row: MatchMentor, on: date) -> dict[str, str]:
    work = _work(row, on)
    employer = work.employer if work else None
    return {
        "name": full_name(row.mentor.person),
        "occupation": row.mentor.occupation,
        "employer": employer.name if employer else "",
        "workplace": " ".join(employer.address.split()) if employer else "",
        "contact": employer.contact_name if employer else "",
    }


def _work(row: MatchMentor, on: date) -> Employment | None:
    at_present = [
        one
        for one in row.mentor.employments.all()
        if (one.starts_on is None or one.starts_on <= on) and (one.ends_on is None or one.ends_on >= on)
    ]
    # The newest; one of which nobody knows the first day comes before all.
    return max(at_present, key=lambda one: (one.starts_on is None, one.starts_on or on, one.pk), default=None)


def _agreement_values(row: MatchStudent, policy: Policy) -> dict[str, object]:
    match = row.match
    return {
        "career_area": _career_area(row),
        "career_goal": _career_goal(row),
        "format": str(match.format),
        "promised_months": policy.promised_months,
        "planned_meetings": match.planned_meetings or policy.planned_meetings,
        "meeting_minutes": match.meeting_minutes or policy.meeting_minutes,
        "schedule": match.schedule,
        "activities": list(match.activities),
        "objectives": [
            {"text": one.text, "standard": one.standard}
            for one in sorted(match.objectives.all(), key=lambda one: one.position)
        ],
        "perks": str(policy.perks),
        "perks_limit": policy.perks_limit,
        "journal_rhythm": str(policy.journal_rhythm),
        "grades_journal": policy.grades_journal,
    }


def _career_area(row: MatchStudent) -> str:
    """The career area in English; texts in other languages translate it."""
    with translation.override("en"):
        return str(row.student.get_career_area_display()) if row.student.career_area else ""


def _career_goal(row: MatchStudent) -> str:
    """The first goal that the student and the teacher set in this program and that is still open."""
    goals = Goal.objects.filter(
        program_student__student=row.student_id, program_student__program=row.match.program_id
    ).filter(reached_on=None, dropped_on=None)
    first = goals.order_by("pk").first()
    return first.text if first is not None else ""


def _family_values(row: MatchStudent) -> dict[str, object]:
    return {
        "student_number": row.student.state_student_id,
        "student_birth_on": _iso(row.student.birth_on),
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
