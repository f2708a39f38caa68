"""Filters of the sent mail; agreeing to text messages; one's own choice of reminders."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from correspondence import kinds
from correspondence.actions import muted_kinds
from correspondence.models import Message, MutedKind, State, TextConsent
from correspondence.querysets.messages import MessageQuerySet
from tenancy.forms import ViewerForm
from tenancy.models import Person

_ANY = ("", _("Any"))
_DAYS = [
    _ANY,
    ("1", _("Today")),
    ("7", _("The last 7 days")),
    ("30", _("The last 30 days")),
    ("90", _("The last 90 days")),
]


class MessageFilterForm(ViewerForm):
    """Which messages, to whom, in which state, of which days. Every filter may be left out."""

    to = forms.CharField(label=_("To"), required=False, max_length=80, widget=forms.TextInput({"autocomplete": "off"}))
    kind = forms.ChoiceField(label=_("Message"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[_ANY, *State.choices])
    days = forms.ChoiceField(label=_("Written"), required=False, choices=_DAYS)
    again = forms.ChoiceField(label=_("Sent again"), required=False, choices=[_ANY, ("no", _("No")), ("yes", _("Yes"))])
    #: One person's messages; set by the link on their page.
    person = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = sorted(((one.name, str(one.label)) for one in kinds.every()), key=lambda choice: choice[1])
        self.fields["kind"].choices = [_ANY, *choices]  # type: ignore[attr-defined]

    def narrow(self, messages: MessageQuerySet) -> MessageQuerySet:
        """The messages that the filters leave; a filter that could not be read leaves everything."""
        self.full_clean()
        chosen = self.cleaned_data
        if chosen.get("to"):
            people = Person.objects.visible_to(self.viewer).named(chosen["to"])
            messages = messages.filter(person__in=people.values("pk"))
        for name in ("kind", "state", "person"):
            if chosen.get(name):
                messages = messages.filter(**{name: chosen[name]})
        if chosen.get("again"):
            again = Exists(Message.objects.of(self.viewer.district).filter(resend_of=OuterRef("pk")))
            messages = messages.filter(again if chosen["again"] == "yes" else ~again)
        if chosen.get("days"):
            midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
            messages = messages.filter(created_at__gte=midnight - timedelta(days=int(chosen["days"]) - 1))
        return messages

    @property
    def is_filtered(self) -> bool:
        """Whether any filter is on."""
        return any(self.data.get(name) for name in self.fields)


class TextConsentForm(forms.Form):
    """How somebody agreed to text messages."""

    how = forms.ChoiceField(
        label=_("How did they agree?"),
        choices=[(how, how.label) for how in (TextConsent.How.PAPER, TextConsent.How.SPOKEN)],
        widget=forms.RadioSelect,
    )


class RemindersForm(ViewerForm):
    """The reminders that the viewer's roles may mute, with those ticked that they want."""

    wanted = forms.MultipleChoiceField(
        label=_("Remind me of"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = muted_kinds.choices(self.viewer.roles)
        silenced = MutedKind.objects.of(self.viewer.district).filter(person=self.viewer.person_id)
        unwanted = set(silenced.values_list("kind", flat=True))
        self.fields["wanted"].choices = [(one.name, str(one.label)) for one in offered]  # type: ignore[attr-defined]
        self.fields["wanted"].initial = [one.name for one in offered if one.name not in unwanted]
