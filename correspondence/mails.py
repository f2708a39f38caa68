"""The messages of this floor itself."""

from collections.abc import Sequence
from contextlib import suppress

from django.utils.translation import gettext_lazy as _

from correspondence import kinds, message_table, outbox, rendering
from correspondence.attachments import AttachedFile, File
from correspondence.links import Outdated, opening
from correspondence.models import Letter, LetterBatch, Letterhead, LetterText, Message
from tenancy.about import About
from tenancy.actor import Actor
from tenancy.http import district_url
from tenancy.logged import logged
from tenancy.models import Person

logged(Message, _("Message"), naming=lambda one: f"{message_table.label_of(one)}, {one.reader_name}", reads=["person"])
logged(Letter, _("Letter"), naming=lambda one: one.to_name)
logged(LetterBatch, _("Letters"), naming=lambda one: one.label)
logged(LetterText, _("Text of letters"), naming=lambda one: one.get_kind_display())
logged(Letterhead, _("Letterhead"))

#: Files that a daily summary carries.
MOST_FILES = 20


def digest_files(message: Message) -> Sequence[File]:
    """What goes with the parts of a daily summary, each file once; nothing of what has been done since."""
    found: dict[File, None] = {}
    for part in rendering.parts_of(message):
        with suppress(Outdated):
            found |= dict.fromkeys(kinds.find(part.kind).attachments(part))
    return list(found)[:MOST_FILES]


@kinds.kind(kinds.DIGEST, label=_("Daily summary"), attachments=digest_files)
def digest_context(message: Message) -> dict[str, object]:
    """Rendering gathers the parts itself."""
    return {"choose_link": opening(district_url(message.district, "correspondence:reminder_choose"))}


def digest(person: Person, *, dedupe_key: str) -> Message:
    """The person's daily summary; its parts point at it."""
    return outbox.post(kind=kinds.DIGEST, to=person, by=Actor.system("digest"), dedupe_key=dedupe_key)


def letter_files(message: Message) -> list[AttachedFile]:
    """The letter itself. Raises Outdated once its file is gone."""
    letter = _letter_of(message)
    if not letter.file:
        raise Outdated
    return [AttachedFile(letter.file, f"{letter.batch.kind.replace('_', '-')}.pdf", "application/pdf", letter.sha256)]


@kinds.kind("correspondence/letter", label=_("Letter"), attachments=letter_files)
def letter_context(message: Message) -> dict[str, object]:
    """What the letter is, and where somebody with a sign-in finds it again. Raises Outdated once it is taken back."""
    letter = _letter_of(message)
    may_sign_in = letter.person is not None and letter.person.memberships.live().exists()
    url = opening(district_url(message.district, "correspondence:letter_own_list")) if may_sign_in else ""
    return {"letter": letter, "letter_name": letter.batch.get_kind_display(), "url": url}


def letter(one: Letter, *, by: Actor) -> Message:
    """Send a letter that was made, as a file that goes with a short mail."""
    about = About(one.to_name, "correspondence:letter_detail", one.pk)
    facts = {"letter": one.pk}
    if one.person is not None:
        return outbox.post(kind="correspondence/letter", to=one.person, by=by, context=facts, about=about)
    to = outbox.Addressee(one.to_name, one.to_email, one.language)
    return outbox.post_outside(
        kind="correspondence/letter", to=to, district=one.district, by=by, context=facts, about=about
    )


def _letter_of(message: Message) -> Letter:
    found = Letter.objects.of(message.district).filter(pk=message.context["letter"], left_out="")
    letter = found.prefetch_related("batch", "person").first()
    if letter is None:
        raise Outdated
    return letter
