"""What a person's page says of their messages."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from correspondence import message_table
from correspondence.models import Message, TextConsent
from tenancy.models import Feature, Person
from tenancy.people_table import live_roles
from tenancy.permissions import Permission
from tenancy.person_pages import PersonDeed, PersonSection, SectionRow
from tenancy.rules import may_change
from tenancy.viewer import Viewer

LABELS = PersonDeed(gettext_lazy("Print labels"), "correspondence:label_print_selected", Permission.PEOPLE_VIEW)
SIGN_IN_SHEET = PersonDeed(
    gettext_lazy("Print a sign-in sheet"), "correspondence:sign_in_sheet_print_selected", Permission.PEOPLE_VIEW
)
LETTERS = PersonDeed(gettext_lazy("Write letters"), "correspondence:letter_draft_selected", Permission.LETTERS_EDIT)
#: How many messages stand on a person's page.
NEWEST = 5


def messages_of(person: Person, viewer: Viewer) -> PersonSection | None:
    """The newest messages to a person, for those who may see sent mail."""
    if not viewer.can(Permission.MAIL_VIEW):
        return None
    theirs = Message.objects.visible_to(viewer).filter(Q(person=person) | Q(person__merged_into=person))
    newest = theirs.order_by("-created_at", "-pk")[:NEWEST]
    rows = [
        SectionRow(
            message_table.label_of(message),
            note=message.subject or message_table.moment(message.created_at),
            kind=message_table.SHAPES[message.state],
            status=message.get_state_display(),
            links=[(_("Open"), reverse("correspondence:message_detail", args=[message.pk]))],
        )
        for message in newest
    ]
    every = f"{reverse('correspondence:message_list')}?person={person.pk}"
    return PersonSection(
        _("Messages"), rows=rows, links=[(_("All messages"), every)] if rows else [], empty=_("Nothing was sent yet.")
    )


def texts_to(person: Person, viewer: Viewer) -> PersonSection | None:
    """Whether a person agreed to text messages, where the district sends any."""
    if not viewer.can(Permission.PEOPLE_EDIT) or not viewer.district.has(Feature.TEXT_MESSAGES):
        return None
    consent = TextConsent.objects.of(viewer.district).filter(person=person).order_by("-opted_in_at").first()
    url = reverse("correspondence:text_consent_give", args=[person.pk])
    links = [(_("Change"), url)] if may_change(viewer, person, live_roles(person)) else []
    if consent is None:
        return PersonSection(_("Text messages"), links=links, empty=_("They have not agreed to text messages."))
    if consent.stopped_at:
        state = _("Stopped %(when)s") % {"when": message_table.moment(consent.stopped_at)}
    else:
        state = _("Agreed %(when)s") % {"when": message_table.moment(consent.opted_in_at)}
    facts = [(_("Phone"), consent.phone), (_("State"), state), (_("How"), consent.get_how_display())]
    return PersonSection(_("Text messages"), facts=facts, links=links)
