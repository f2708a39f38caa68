"""What stands side by side before two rows of one human become one."""

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tenancy.merging import belongings
from tenancy.models import Person
from tenancy.people_table import live_roles, place_words
from tenancy.tables import Cell, Column, Row, Table
from tenancy.templatetags.people import phone


def compared(kept: Person, gone: Person) -> Table:
    """Both people, read with LIVE_ROLES, row by row."""
    mine, theirs = belongings(kept), belongings(gone)
    rows = [(words, one, other) for (words, one), (_words, other) in zip(_facts(kept), _facts(gone), strict=True)]
    rows += [(str(words), str(mine[words]), str(theirs[words])) for words in mine if mine[words] or theirs[words]]
    return Table(
        caption=_("Both, side by side"),
        columns=[Column(_("What")), Column(_("Stays")), Column(_("Goes"))],
        body=[Row([Cell(words), Cell(one), Cell(other)]) for words, one, other in rows],
        is_caption_hidden=True,
    )


def _facts(person: Person) -> list[tuple[str, str]]:
    return [
        (_("Name"), f"{person.given_name} {person.family_name}"),
        (_("Goes by"), person.preferred_name),
        (_("Email"), person.email),
        (_("Mobile phone"), phone(person.phone)),
        (_("Roles"), ", ".join(filter(None, map(_role, live_roles(person))))),
        (_("Comes with"), _source(person)),
        (_("Here since"), date_format(localdate(person.created_at))),
    ]


def _role(membership: object) -> str:
    role = membership.get_role_display()  # type: ignore[attr-defined]
    place = place_words(membership)  # type: ignore[arg-type]
    return f"{role} ({place})" if place else str(role)


def _source(person: Person) -> str:
    if not person.sourced_id:
        return _("added by hand")
    return _("%(source)s, number %(number)s") % {"source": person.source, "number": person.sourced_id}


def left_behind(kept: Person, gone: Person) -> list[str]:
    """What one should know before merging, in sentences."""
    told = [
        _("Roles, students, sign-ins, agreements to text messages, checks and trainings of both belong to one person."),
        _("Mail that was sent and the audit log stay as they were written."),
        _("The page of the one that goes leads to the one that stays. It cannot be undone."),
    ]
    if gone.sourced_id:
        told.append(_("What the roster says of the one that goes is taken for the one that stays from now on."))
    if kept.sourced_id and gone.sourced_id and kept.source == gone.source:
        told.append(_("The roster lists both. Where its two rows differ, the one of the person who stays counts."))
    return told
