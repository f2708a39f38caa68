"""The messages of this floor itself."""

from django.utils.translation import gettext_lazy as _

from correspondence import kinds, message_table, outbox
from correspondence.links import absolute
from correspondence.models import Message
from tenancy.actor import Actor
from tenancy.http import district_url
from tenancy.logged import logged
from tenancy.models import Person

logged(Message, _("Message"), naming=lambda one: f"{message_table.label_of(one)}, {one.reader_name}", reads=["person"])


@kinds.kind(kinds.DIGEST, label=_("Daily summary"))
def digest_context(message: Message) -> dict[str, object]:
    """Rendering gathers the parts itself."""
    return {"choose_link": absolute(district_url(message.district, "correspondence:reminder_choose"))}


def digest(person: Person, *, dedupe_key: str) -> Message:
    """The person's daily summary; its parts point at it."""
    return outbox.post(kind=kinds.DIGEST, to=person, by=Actor.system("digest"), dedupe_key=dedupe_key)
