"""What a person's own page says of their steps: plain words, in their language, and nothing adverse."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from screening import rules
from screening.models import Asked, PolicyText, PolicyVersion, Requirement, Training
from screening.models.requirement import CheckType
from screening.querysets.asked import SOON
from screening.querysets.holds import is_free
from screening.words import PAUSED, checked_words, until_words
from tenancy.tables import Kind
from tenancy.templatetags.people import phone
from tenancy.viewer import Viewer

#: What somebody on hold reads instead of what would be their turn.
PAUSED_LEAD = gettext_lazy("Your meetings are paused. Your coordinator will be in touch.")
_KIND_WORDS: Mapping[str, str | Promise] = {
    CheckType.NAME: gettext_lazy("Background check"),
    CheckType.FINGERPRINT: gettext_lazy("Background check with fingerprints"),
    CheckType.SEX_OFFENDER: gettext_lazy("Registry check"),
    CheckType.CHILD_ABUSE: gettext_lazy("Registry check"),
    CheckType.DRIVING: gettext_lazy("Driving record"),
    CheckType.OTHER: gettext_lazy("Background check"),
    Requirement.Kind.TRAINING: gettext_lazy("Training"),
    Requirement.Kind.ORIENTATION: gettext_lazy("Orientation"),
    Requirement.Kind.ACKNOWLEDGEMENT: gettext_lazy("Policy to read and agree to"),
    Requirement.Kind.REFERENCE: gettext_lazy("Reference"),
}


@dataclass(frozen=True)
class OwnStep:
    """One step in the words of whoever takes it."""

    title: str
    note: str
    kind: Kind
    status: str
    url: str = ""
    label: str = ""
    is_open: bool = True
    minutes: int = 0


@dataclass(frozen=True)
class OwnSteps:
    """The whole page: how far one is, and the steps."""

    summary: str
    lead: str
    steps: Sequence[OwnStep]
    is_clear: bool


def own_steps(viewer: Viewer) -> OwnSteps | None:
    """The steps of whoever is looking; None when nothing is asked of them."""
    assert viewer.person is not None, "only a person has steps"
    asked = Asked.objects.of(viewer.district).filter(person=viewer.person, ended_on=None).order_by("pk")
    sets = list(dict.fromkeys(asked.values_list("requirement_set_id", flat=True)))
    if not sets:
        return None
    asks = rules.asks_by_set(viewer.district, sets)
    recorded = rules.records_of(viewer.district, [viewer.person.pk]).get(viewer.person.pk, rules.NOTHING)
    found = [rules.assess(asks[pk], recorded, viewer.today) for pk in sets]
    steps = list(_in_words(_once(found), viewer))
    if not is_free(viewer):
        done = [step for step in steps if not step.is_open and step.kind == "ok"]
        return OwnSteps(summary=str(PAUSED), lead=str(PAUSED_LEAD), steps=done, is_clear=False)
    days = [one.until for one in found]
    until = min((day for day in days if day), default=None) if all(days) else None
    return OwnSteps(
        summary=checked_words(until) if until else _progress(steps),
        lead=_lead(steps, until is not None),
        steps=steps,
        is_clear=until is not None,
    )


def texts_of(versions: Iterable[PolicyVersion], language: str) -> dict[int, PolicyText]:
    """By document: the wording of these versions in a language, or in the one there is."""
    found = PolicyText.objects.filter(version__in=[one.pk for one in versions]).prefetch_related("version")
    by_document: dict[int, PolicyText] = {}
    for text in sorted(found, key=lambda one: (one.language == language, one.language == "en")):
        by_document[text.version.document_id] = text
    return by_document


def _once(found: Iterable[rules.Clearance]) -> list[rules.Step]:
    """Every step once, though two programs ask for it; the one that is worse off."""
    kept: dict[tuple[object, ...], rules.Step] = {}
    for step in (step for clearance in found for step in clearance.steps):
        ask = step.ask
        key = (ask.kind, ask.check_type, ask.training_id, ask.document_id)
        if key not in kept or (kept[key].is_met and not step.is_met):
            kept[key] = step
    return list(kept.values())


def _in_words(steps: list[rules.Step], viewer: Viewer) -> Iterable[OwnStep]:
    documents = {step.ask.document_id for step in steps if step.ask.document_id}
    found = PolicyVersion.objects.of(viewer.district).filter(document__in=documents).order_by("number")
    versions = {one.document_id: one for one in found}
    texts = texts_of(versions.values(), get_language() or "en")
    trainings = Training.objects.of(viewer.district).filter(pk__in={step.ask.training_id for step in steps})
    urls = dict(trainings.values_list("pk", "url"))
    usual = rules.usual_days(viewer.district, viewer.today)
    for step in steps:
        text = texts.get(step.ask.document_id or 0)
        version = versions.get(step.ask.document_id or 0)
        yield _own(step, text.title if text else step.ask.title, version, urls, usual, viewer)


def _own(
    step: rules.Step,
    title: str,
    version: PolicyVersion | None,
    urls: Mapping[int, str],
    usual: Mapping[str, int],
    viewer: Viewer,
) -> OwnStep:
    ask = step.ask
    kind_words = str(_KIND_WORDS[ask.check_type or ask.kind])
    minutes = ngettext("%(count)s minute", "%(count)s minutes", ask.minutes) % {"count": ask.minutes}
    notes = [kind_words if kind_words != title else "", minutes if ask.minutes and not step.is_met else ""]
    if step.is_met:
        ends_soon = step.until is not None and step.until <= viewer.today + SOON
        notes = [notes[0], until_words(step.until) if step.until != rules.ALWAYS else ""]
        status, kind = (_("Renew soon"), "warn") if ends_soon else (_("Done"), "ok")
        url, label = _deed(step, version, urls) if ends_soon else ("", "")
        notes.append(_arranged(step, viewer) if ends_soon and not url else "")
        note = " · ".join(filter(None, notes))
        return OwnStep(title, note, kind, status, url, label, is_open=False)  # type: ignore[arg-type]
    url, label = _deed(step, version, urls)
    status, kind, turn = _waiting(step, usual, viewer, has_deed=bool(url))
    note = " · ".join(filter(None, [*notes, turn]))
    return OwnStep(title, note, kind, status, url, label, minutes=ask.minutes)


def _waiting(step: rules.Step, usual: Mapping[str, int], viewer: Viewer, *, has_deed: bool) -> tuple[str, Kind, str]:
    """What one waits for. Of a check one learns no more than that the district has it in hand."""
    if step.ask.kind == Requirement.Kind.BACKGROUND_CHECK:
        if step.state == rules.State.PENDING:
            days = usual.get(step.ask.check_type)
            day = step.since + timedelta(days=days) if step.since and days else None
            is_ahead = day is not None and day >= viewer.today
            return _("On its way"), "info", _expected(date_format(day)) if day and is_ahead else ""
        return _("With the school district"), "info", _("The school district arranges it with you.")
    if step.ask.kind == Requirement.Kind.REFERENCE:
        return _("With the school district"), "info", _("The school district asks for it.")
    if step.ask.counts_from_on and step.ask.counts_from_on > viewer.today:
        return _("Coming up"), "info", _("by %(day)s") % {"day": date_format(step.ask.counts_from_on)}
    words = "" if has_deed else _arranged(step, viewer)
    return _("Your turn"), "warn", words


def _arranged(step: rules.Step, viewer: Viewer) -> str:
    """What to do about a step that has no page of its own: who arranges it, and whom to ask."""
    if step.ask.kind in (Requirement.Kind.BACKGROUND_CHECK, Requirement.Kind.REFERENCE):
        return _("The school district arranges it with you.")
    at = viewer.district
    contact = ", ".join(filter(None, [at.contact_name, at.contact_email, phone(at.contact_phone)]))
    words = _("The school district tells you when and where, and records it.")
    return f"{words} {_('Questions? %(contact)s') % {'contact': contact}}" if contact else words


def _expected(day: str) -> str:
    return _("expected about %(day)s") % {"day": day}


def _deed(step: rules.Step, version: PolicyVersion | None, urls: Mapping[int, str]) -> tuple[str, str]:
    if step.ask.kind == Requirement.Kind.ACKNOWLEDGEMENT and version:
        return reverse("screening:policy_version_agree", args=[version.pk]), _("Read and agree")
    url = urls.get(step.ask.training_id or 0, "")
    return (url, _("Open the training")) if url else ("", "")


def _progress(steps: Sequence[OwnStep]) -> str:
    done, every = sum(not step.is_open for step in steps), len(steps)
    words = ngettext("%(done)s of %(every)s step done", "%(done)s of %(every)s steps done", every)
    return words % {"done": done, "every": every}


def _lead(steps: Sequence[OwnStep], is_clear: bool) -> str:
    left, minutes = sum(step.is_open for step in steps), sum(step.minutes for step in steps)
    if is_clear and not left and any(step.kind == "warn" for step in steps):
        return _("Everything is done. Please renew in time what runs out soon.")
    if is_clear and not left:
        return _("Everything is done. Thank you.")
    if not left:
        return _("Your part is done. The school district will be in touch.")
    words = ngettext("%(count)s step to go", "%(count)s steps to go", left) % {"count": left}
    if not minutes:
        return f"{words}."
    time = ngettext("about %(count)s minute of your time", "about %(count)s minutes of your time", minutes) % {
        "count": minutes
    }
    return f"{words}, {time}."
