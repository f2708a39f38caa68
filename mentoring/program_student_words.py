"""How pages say what is open about a student of a program, and whom no mail reaches."""

from collections.abc import Sequence
from copy import copy

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentoring import signing_rules, telling_rules
from mentoring.blockers import Blocker
from mentoring.models import ProgramStudent
from tenancy.permissions import Permission
from tenancy.selections import first_names
from tenancy.viewer import Viewer


def blocker_task(viewer: Viewer, blocker: Blocker) -> dict[str, object]:
    """A blocker as a task, with a link to where this viewer can do something about it."""
    url = ""
    if blocker.fix:
        name, pk = blocker.fix
        needs = Permission.STUDENTS_EDIT if name.endswith("student_edit") else Permission.STUDENTS_INTERVIEW
        url = reverse(name, args=[pk]) if viewer.can(needs) else ""
    do = _("Fill it in") if blocker.code != "interview" else _("Note the interview")
    turn = _("Whose turn: %(whose)s") % {"whose": blocker.whose_turn} if blocker.fix else ""
    kind = "warn" if blocker.fix else "bad"
    return {"title": blocker.sentence, "kind": kind, "status": _("Open"), "text": turn, "url": url, "do": do}


def without_email(places: Sequence[ProgramStudent], viewer: Viewer) -> list[str]:
    """Who has no email address, of those whom a decision on these places concerns."""
    prefetch_related_objects([one.student for one in places], *signing_rules.WITH_SIGNERS)
    found = (person for place in places for person in telling_rules.people_on_paper(place, on=viewer.today))
    return [one.name for one in dict.fromkeys(found)]


def unreached_words(places: Sequence[ProgramStudent], viewer: Viewer, *, state: ProgramStudent.State) -> list[str]:
    """A sentence that names whom no mail about this decision reaches; none when it reaches everybody."""
    decided = [copy(one) for one in places]
    for one in decided:
        one.state = state
    names = without_email(decided, viewer)
    if not names:
        return []
    words = ngettext(
        "%(count)s person has no email address and gets no mail: %(names)s. Print a letter afterwards.",
        "%(count)s people have no email address and get no mail: %(names)s. Print letters afterwards.",
        len(names),
    )
    return [words % {"count": len(names), "names": ", ".join(first_names(names))}]
