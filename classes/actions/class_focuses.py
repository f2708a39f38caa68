"""What a class works on is posted, changed, withdrawn; its mentors are told."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from classes import mails
from classes.authors import author_of
from classes.models import ClassFocus
from mentoring.actions.programs import refuse_archived
from mentoring.models import ClassGroup
from tenancy import audit
from tenancy.actor import Actor

DETAILS = ("from_on", "until_on", "text", "competencies", "go_deeper")


class CannotPost(Exception):
    """It does not stand; the text says why."""


@transaction.atomic
def post(
    *,
    groups: Collection[ClassGroup],
    from_on: date,
    until_on: date,
    text: str,
    at: datetime,
    by: Actor,
    competencies: str = "",
    go_deeper: str = "",
) -> list[ClassFocus]:
    """Say what these class groups work on from one day until another; their mentors read it in their daily summary.

    All or none. Refuses (CannotPost) a day on which one of them works on something else, since a day has one focus, and
    (programs.CannotChange) a class group of an archived program.
    """
    made = []
    for group in _locked(groups):
        _refuse_overlap(group, from_on, until_on)
        made.append(
            ClassFocus.objects.create(
                district_id=group.district_id,
                class_group=group,
                from_on=from_on,
                until_on=until_on,
                text=text,
                competencies=competencies,
                go_deeper=go_deeper,
                posted_by_id=author_of(by),
                posted_at=at,
            )
        )
    for focus in made:
        audit.record(by=by, verb="class_focus.post", target=focus, facts=_facts(focus))
        mails.focus_posted(focus, by=by)
    return made


@transaction.atomic
def change(*, focus: ClassFocus, by: Actor, **details: object) -> list[str]:
    """Change what a focus says or its days. Returns the names of what changed. Refuses as ``post``.

    Mentors see it as it stands; nobody is written to again.
    """
    changed = [name for name in DETAILS if name in details and details[name] != getattr(focus, name)]
    if not changed:
        return []
    (group,) = _locked([focus.class_group])
    for name in changed:
        setattr(focus, name, details[name])
    _refuse_overlap(group, focus.from_on, focus.until_on, but=focus)
    focus.save(update_fields=changed)
    audit.record(by=by, verb="class_focus.change", target=focus, facts={**_facts(focus), "changed": changed})
    return changed


@transaction.atomic
def withdraw(*, focus: ClassFocus, at: datetime, by: Actor) -> None:
    """Take a focus away from everybody but the staff; what has not left yet is not sent."""
    _locked([focus.class_group])
    if focus.withdrawn_at is None:
        focus.withdrawn_at = at
        focus.save(update_fields=["withdrawn_at"])
        audit.record(by=by, verb="class_focus.withdraw", target=focus, facts=_facts(focus))


@transaction.atomic
def bring_back(*, focus: ClassFocus, by: Actor) -> None:
    """Show a withdrawn focus again. Refuses (CannotPost) when something else was posted for its days meanwhile."""
    (group,) = _locked([focus.class_group])
    if focus.withdrawn_at is not None:
        _refuse_overlap(group, focus.from_on, focus.until_on, but=focus)
        focus.withdrawn_at = None
        focus.save(update_fields=["withdrawn_at"])
        audit.record(by=by, verb="class_focus.bring_back", target=focus, facts=_facts(focus))


def _locked(groups: Collection[ClassGroup]) -> Sequence[ClassGroup]:
    """The class groups, each one's own lock held until the end: two posts for one day cannot pass each other."""
    ids = [one.pk for one in groups]
    rows = ClassGroup.objects.filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk")
    locked = list(rows.prefetch_related("program"))
    for group in locked:
        refuse_archived(group.program)
    return locked


def _refuse_overlap(group: ClassGroup, first: date, last: date, *, but: ClassFocus | None = None) -> None:
    others = ClassFocus.objects.of(group.district).filter(class_group=group).overlapping(first, last)
    other = others.exclude(pk=but.pk if but else 0).order_by("from_on", "pk").first()
    if other is not None:
        words = _("%(group)s works on “%(text)s” from %(first)s to %(last)s. Choose other days, or change that one.")
        first_words, last_words = date_format(other.from_on), date_format(other.until_on)
        raise CannotPost(words % {"group": group.name, "text": other.text, "first": first_words, "last": last_words})


def _facts(focus: ClassFocus) -> dict[str, audit.Fact]:
    days = {"from": focus.from_on.isoformat(), "until": focus.until_on.isoformat()}
    return {"class_group": focus.class_group_id, **days}
