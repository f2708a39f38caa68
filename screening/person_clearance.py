"""One person's clearance as pages show it: the steps of everything that is asked, and what is recorded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from screening import rules
from screening.models import (
    Acknowledgement,
    Asked,
    BackgroundCheck,
    Reference,
    Requirement,
    TrainingRecord,
)
from screening.models.requirement import CheckType
from screening.words import PAUSED, checked_words, standing, step_words, turn_words, until_words
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionRow
from tenancy.tables import Kind
from tenancy.viewer import Viewer

_OUTCOME_KINDS: Mapping[str, Kind] = {
    BackgroundCheck.Outcome.PENDING: "info",
    BackgroundCheck.Outcome.REVIEW: "warn",
    BackgroundCheck.Outcome.CLEAR: "ok",
    BackgroundCheck.Outcome.NOT_CLEAR: "bad",
    BackgroundCheck.Outcome.STOPPED: "mute",
}
_REFERENCE_KINDS: Mapping[str, Kind] = {
    Reference.Outcome.ASKED: "info",
    Reference.Outcome.GOOD: "ok",
    Reference.Outcome.DOUBTFUL: "warn",
}


@dataclass(frozen=True)
class Part:
    """Everything of one requirement set: its name, how the person stands, its steps."""

    name: str
    status: str
    kind: Kind
    summary: str
    rows: list[SectionRow]


def checked_words_of(person: Person, viewer: Viewer) -> str:
    """What all staff may know: until when the person is checked and trained. Empty when nothing is asked of them."""
    rows = list(Asked.objects.of(viewer.district).filter(person=person, ended_on=None))
    if not rows:
        return ""
    if any(row.state == Asked.State.HELD for row in rows):
        return str(PAUSED)
    days = [row.covers_until for row in rows]
    last = min((day for day in days if day), default=None) if all(days) else None
    return checked_words(last if last and last >= viewer.today else None)


def may_see_outcomes(person: Person, viewer: Viewer) -> bool:
    """Whether the viewer may see how the person's checks came out."""
    return _is_in_reach(person, viewer, Permission.CLEARANCE_OUTCOMES_VIEW)


def may_record(person: Person, viewer: Viewer) -> bool:
    """Whether the viewer may record checks and training of the person: never their own."""
    return person.pk != viewer.person_id and _is_in_reach(person, viewer, Permission.CLEARANCE_EDIT)


def _is_in_reach(person: Person, viewer: Viewer, permission: Permission) -> bool:
    if not viewer.can(permission):
        return False
    is_everywhere = viewer.reach(permission).whole_district
    return is_everywhere or Person.objects.in_reach_of(viewer, permission).filter(pk=person.pk).exists()


def clearance_section(person: Person, viewer: Viewer) -> PersonSection | None:
    """On a person's page: until when they are checked and trained; for those who may, the way to the outcomes."""
    if not viewer.can(Permission.CLEARANCE_VIEW):
        return None
    words = checked_words_of(person, viewer)
    if not words:
        return None
    links = []
    if may_see_outcomes(person, viewer):
        links = [(_("Checks and training"), reverse("screening:clearance_detail", args=[person.pk]))]
    return PersonSection(_("Clearance"), rows=[SectionRow(words)], links=links)


def parts(person: Person, viewer: Viewer) -> list[Part]:
    """What is asked of the person, set by set, each step with what can be done about it."""
    asked = Asked.objects.of(viewer.district).filter(person=person, ended_on=None).prefetch_related("requirement_set")
    rows = list(asked.order_by("pk"))
    asks = rules.asks_by_set(viewer.district, {row.requirement_set_id for row in rows})
    recorded = rules.records_of(viewer.district, [person.pk]).get(person.pk, rules.NOTHING)
    usual = rules.usual_days(viewer.district, viewer.today)
    open_checks = _open_checks(person, viewer)
    found = []
    for row in rows:
        clearance = rules.assess(asks[row.requirement_set_id], recorded, viewer.today)
        words, kind = standing(row, viewer.today)
        steps = [_step_row(step, person, viewer, usual, open_checks) for step in clearance.steps]
        steps += [_failed_row(check_type) for check_type in _unasked_failures(clearance)]
        found.append(Part(row.requirement_set.name, words, kind, _summary(clearance), steps))
    return found


def recorded(person: Person, viewer: Viewer) -> list[PersonSection]:
    """Everything recorded of the person, newest first."""
    return [
        PersonSection(_("Background checks"), rows=list(_checks(person, viewer)), empty=_("None recorded.")),
        PersonSection(_("Training and orientation"), rows=list(_trainings(person, viewer)), empty=_("None recorded.")),
        PersonSection(_("Agreed policies"), rows=list(_agreed(person, viewer)), empty=_("None recorded.")),
        PersonSection(_("References"), rows=list(_references(person, viewer)), empty=_("None recorded.")),
    ]


def _summary(clearance: rules.Clearance) -> str:
    done, every = sum(step.is_met for step in clearance.steps), len(clearance.steps)
    words = ngettext("%(done)s of %(every)s step done", "%(done)s of %(every)s steps done", every)
    said = words % {"done": done, "every": every}
    return f"{said} · {checked_words(clearance.until)}" if clearance.is_clear else said


def _unasked_failures(clearance: rules.Clearance) -> list[str]:
    """Kinds of checks that were not clear although nobody asks for them here: they stop everything all the same."""
    asked = {step.ask.check_type for step in clearance.steps}
    return [check_type for check_type in clearance.failed_types if check_type not in asked]


def _failed_row(check_type: str) -> SectionRow:
    note = _("Not asked for here, but a check that was not clear counts everywhere.")
    return SectionRow(CheckType(check_type).label, note=note, kind="bad", status=_("Not clear"))


def _step_row(
    step: rules.Step,
    person: Person,
    viewer: Viewer,
    usual: Mapping[str, int],
    open_checks: Mapping[str, BackgroundCheck],
) -> SectionRow:
    words, kind = step_words(step, viewer.today)
    note = " · ".join(filter(None, _notes(step, person, viewer, usual)))
    # What is done for good asks for nothing.
    is_over = step.is_met and step.until == rules.ALWAYS
    links = [] if is_over else _links(person, viewer, _deed(step, person, open_checks))
    return SectionRow(step.ask.title, note=note, kind=kind, status=words, links=links)


def _notes(step: rules.Step, person: Person, viewer: Viewer, usual: Mapping[str, int]) -> Iterator[str]:
    if step.is_met:
        yield until_words(step.until) if step.until != rules.ALWAYS else ""
        if step.is_renewing:
            yield _("a new one is on its way")
        return
    yield turn_words(step, person.name)
    if step.since:
        yield _("since %(day)s") % {"day": date_format(step.since)}
    if step.state == rules.State.PENDING and step.since:
        yield expected_words(step.ask.check_type, step.since, usual)
    if step.ask.counts_from_on and step.ask.counts_from_on > viewer.today:
        yield _("asked for from %(day)s on") % {"day": date_format(step.ask.counts_from_on)}


def expected_words(check_type: str, ordered_on: date, usual: Mapping[str, int]) -> str:
    """When the outcome is to be expected, by the district's own history."""
    if not check_type:
        return ""
    if check_type not in usual:
        return _("not enough history to say when it will be here")
    days = usual[check_type]
    words = ngettext(
        "expected about %(day)s (usually %(count)s day)", "expected about %(day)s (usually %(count)s days)", days
    )
    return words % {"day": date_format(ordered_on + timedelta(days=days)), "count": days}


def _deed(step: rules.Step, person: Person, open_checks: Mapping[str, BackgroundCheck]) -> tuple[str, str]:
    """What can be done about a step in two clicks."""
    ask = step.ask
    if ask.kind == Requirement.Kind.BACKGROUND_CHECK:
        if running := open_checks.get(ask.check_type):
            return _("Update"), reverse("screening:background_check_edit", args=[running.pk])
        chosen = {"check_type": ask.check_type, "tier": ask.tier, "outcome": "clear"}
        return _("Record"), f"{reverse('screening:background_check_add', args=[person.pk])}?{urlencode(chosen)}"
    if ask.kind == Requirement.Kind.REFERENCE:
        return _("Record"), reverse("screening:reference_add", args=[person.pk])
    if ask.kind == Requirement.Kind.ACKNOWLEDGEMENT:
        url = reverse("screening:acknowledgement_add", args=[person.pk])
        return _("Record"), f"{url}?document={ask.document_id}"
    return _("Record"), f"{reverse('screening:training_record_add', args=[person.pk])}?training={ask.training_id}"


def _open_checks(person: Person, viewer: Viewer) -> dict[str, BackgroundCheck]:
    found = BackgroundCheck.objects.visible_to(viewer).live().filter(person=person)
    return {one.check_type: one for one in found.filter(outcome__in=["pending", "review"])}


def _checks(person: Person, viewer: Viewer) -> Iterator[SectionRow]:
    found = BackgroundCheck.objects.visible_to(viewer).live().filter(person=person).order_by("-decided_on", "-pk")
    for one in found:
        days = [
            _("%(day)s") % {"day": date_format(one.decided_on)} if one.decided_on else "",
            _("ordered %(day)s") % {"day": date_format(one.ordered_on)} if one.ordered_on else "",
            _("good through %(day)s") % {"day": date_format(one.expires_on)} if one.expires_on else "",
            str(one.get_tier_display()),
            one.vendor,
        ]
        yield SectionRow(
            one.get_check_type_display(),
            note=" · ".join(filter(None, days)),
            kind=_OUTCOME_KINDS[one.outcome],
            status=one.get_outcome_display(),
            links=_links(person, viewer, (_("Open"), reverse("screening:background_check_edit", args=[one.pk]))),
        )


def _trainings(person: Person, viewer: Viewer) -> Iterator[SectionRow]:
    found = TrainingRecord.objects.visible_to(viewer).live().filter(person=person).prefetch_related("training")
    for one in found.order_by("-completed_on", "-pk"):
        url = reverse("screening:training_record_take_back", args=[one.pk])
        yield SectionRow(
            one.training.title, note=date_format(one.completed_on), links=_links(person, viewer, (_("Take back"), url))
        )


def _agreed(person: Person, viewer: Viewer) -> Iterator[SectionRow]:
    found = Acknowledgement.objects.visible_to(viewer).live().filter(person=person)
    for one in found.prefetch_related("version__document").order_by("-acknowledged_on", "-pk"):
        words = {"title": one.version.document.title, "number": one.version.number}
        url = reverse("screening:acknowledgement_take_back", args=[one.pk])
        yield SectionRow(
            _("%(title)s, version %(number)s") % words,
            note=f"{date_format(one.acknowledged_on)} · {one.get_how_display()}",
            links=_links(person, viewer, (_("Take back"), url)),
        )


def _references(person: Person, viewer: Viewer) -> Iterator[SectionRow]:
    found = Reference.objects.visible_to(viewer).live().filter(person=person).order_by("-pk")
    for one in found:
        day = one.received_on or one.asked_on
        yield SectionRow(
            one.referee_name,
            note=" · ".join(filter(None, [one.relation, date_format(day) if day else "", _trust_words(one)])),
            kind=_REFERENCE_KINDS[one.outcome],
            status=one.get_outcome_display(),
            links=_links(person, viewer, (_("Open"), reverse("screening:reference_edit", args=[one.pk]))),
        )


def _trust_words(reference: Reference) -> str:
    if not reference.trust:
        return ""
    return _("would trust them with a student: %(answer)s") % {"answer": reference.get_trust_display().lower()}


def _links(person: Person, viewer: Viewer, link: tuple[str, str]) -> list[tuple[str, str]]:
    """A link to change something, unless it is about oneself."""
    return [link] if viewer.can(Permission.CLEARANCE_EDIT) and person.pk != viewer.person_id else []
