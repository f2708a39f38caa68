"""What signing in adds to the pages about people."""

from collections.abc import Mapping, Sequence

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Invitation, Seat
from accounts.sign_in_states import sign_ins_of
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.person_pages import PersonColumn, PersonDeed, PersonFilter, PersonSection, SectionRow
from tenancy.querysets.people import PersonQuerySet
from tenancy.tables import Cell
from tenancy.viewer import Viewer


def sign_in_section(person: Person, viewer: Viewer) -> PersonSection | None:
    """How somebody signs in, for those who may do something about it."""
    if not viewer.can(Permission.SIGN_INS_EDIT):
        return None
    rows = [
        SectionRow(
            state.name,
            note=_("Extra step set up") if state.has_extra_step else "",
            kind="ok",
            status=_("Can sign in"),
        )
        for state in sign_ins_of(person)
    ]
    rows += [_invited(one) for one in Invitation.objects.visible_to(viewer).open().filter(person=person)]
    return PersonSection(
        _("Signing in"),
        rows=rows,
        links=[(_("Invite, reset, print a code"), reverse("accounts:sign_in_detail", args=[person.pk]))],
        empty=_("Cannot sign in yet, and was not invited."),
    )


def _invited(invitation: Invitation) -> SectionRow:
    is_over = invitation.expires_at <= timezone.now()
    status = _("Ran out") if is_over else _("Invited")
    return SectionRow(invitation.get_channel_display(), kind="warn" if is_over else "info", status=status)


def _states(people: Sequence[Person], viewer: Viewer) -> Mapping[int, Cell]:
    ids = [person.pk for person in people]
    seated = set(Seat.objects.of(viewer.district).filter(person__in=ids).values_list("person_id", flat=True))
    live = Invitation.objects.visible_to(viewer).live(timezone.now()).filter(person__in=ids)
    invited = set(live.values_list("person_id", flat=True))
    return {
        pk: Cell(_("Can sign in") if pk in seated else _("Invited") if pk in invited else _("Not invited"))
        for pk in ids
    }


def _narrow(people: PersonQuerySet, state: str) -> PersonQuerySet:
    theirs = {"district": OuterRef("district"), "person": OuterRef("pk")}
    seated = Exists(Seat.objects.filter(**theirs))
    invited = Exists(Invitation.objects.live(timezone.now()).filter(**theirs))
    wanted = {"can": seated, "invited": ~seated & invited}
    return people.filter(wanted.get(state, ~seated & ~invited))


SIGN_IN_COLUMN = PersonColumn(
    "sign_in", gettext_lazy("Signing in"), _states, permission=Permission.SIGN_INS_EDIT, is_shown=False
)
SIGN_IN_FILTER = PersonFilter(
    "sign_in",
    gettext_lazy("Signing in"),
    (("can", gettext_lazy("Can sign in")), ("invited", gettext_lazy("Invited")), ("not", gettext_lazy("Not invited"))),
    _narrow,
    permission=Permission.SIGN_INS_EDIT,
)
INVITE = PersonDeed(gettext_lazy("Invite"), "accounts:invitation_send_selected", Permission.SIGN_INS_EDIT)
PRINTED_CODES = PersonDeed(gettext_lazy("Print codes to sign in"), "accounts:printed_codes", Permission.SIGN_INS_EDIT)
