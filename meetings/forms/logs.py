"""Logging a meeting in half a minute. Mentors read it in Spanish too."""

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from meetings.actions.logs import Logged
from meetings.actions.participations import Member, is_student, key_of
from meetings.log_ground import LogGround
from meetings.log_rules import ELSEWHERE
from meetings.log_words import length_words
from meetings.models import LONGEST, SHORTEST, Activity, Meeting, Participation, SpecialKind
from mentoring.models import Perks
from tenancy.forms import ViewerForm, check_year

Standing = Participation.Standing
OTHER = "other"
NOBODY = "nobody"
MET, MISSED, CANCELED = "met", "missed", "canceled"
#: Lengths that are offered as buttons, in minutes.
LENGTHS = (30, 60, 90)
NOT_COMING = (Standing.NO_SHOW, Standing.EXCUSED, Standing.ABSENT)


class Pills(forms.RadioSelect):
    """A few choices side by side, as buttons."""

    def __init__(self) -> None:
        super().__init__({"class": "pills"})


class ManyPills(forms.CheckboxSelectMultiple):
    """Several of a few choices, as buttons."""

    def __init__(self) -> None:
        super().__init__({"class": "pills"})


class LogForm(ViewerForm):
    """What happened at a meeting. Everything that is likely stands there already."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    #: The days of which the page has said that somebody was noted absent, with commas between them.
    warned = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    when = forms.ChoiceField(label=_("When?"), widget=Pills())
    day = forms.DateField(
        label=_("Which day?"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    length = forms.ChoiceField(label=_("How long?"), required=False, widget=Pills())
    minutes = forms.IntegerField(
        label=_("How many minutes?"),
        required=False,
        min_value=SHORTEST,
        max_value=LONGEST,
        widget=forms.NumberInput({"inputmode": "numeric", "class": "input-short"}),
    )
    outcome = forms.ChoiceField(label=_("What happened?"), widget=Pills())
    missed_as = forms.ChoiceField(label=_("Why?"), required=False, widget=Pills())
    place = forms.ChoiceField(label=_("Where?"), required=False, widget=Pills())
    place_note = forms.CharField(
        label=_("Room or address"), max_length=200, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    adult = forms.ChoiceField(label=_("Which adult was in charge?"), required=False, widget=Pills())
    adult_name = forms.CharField(
        label=_("Who was it?"), max_length=120, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3}))
    activities = forms.MultipleChoiceField(
        label=_("What did you do?"), required=False, choices=Activity.choices, widget=ManyPills()
    )
    objective = forms.ChoiceField(label=_("Which goal was it about?"), required=False)
    learned = forms.CharField(
        label=_("What was learned?"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2})
    )
    next_steps = forms.CharField(
        label=_("Who does what until next time?"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2})
    )
    special = forms.ChoiceField(
        label=_("Anything special?"), required=False, choices=SpecialKind.choices, widget=Pills()
    )
    special_note = forms.CharField(
        label=_("What was it?"), max_length=200, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    special_dollars = forms.IntegerField(
        label=_("Worth about how many dollars?"),
        required=False,
        min_value=0,
        max_value=5000,
        widget=forms.NumberInput({"inputmode": "numeric", "class": "input-short"}),
    )
    worry = forms.CharField(
        label=_("What worried you?"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, ground: LogGround, **kwargs: Any) -> None:
        self.ground = ground
        super().__init__(*args, **kwargs)
        self._offer()
        self._say_who_reads()
        if not self.is_bound:
            self.initial["warned"] = ",".join(day.isoformat() for day in sorted(ground.absences))
        self.initial = {**self._likely(), **(self._as_logged() if ground.log else {}), **self.initial}

    # What is offered

    def _offer(self) -> None:
        ground = self.ground
        self._choices("when", [*ground.days, (OTHER, gettext("Other day"))])
        lengths = sorted({*LENGTHS, ground.minutes})
        self._choices("length", [*((str(one), length_words(one)) for one in lengths), (OTHER, gettext("Other"))])
        self._choices("outcome", self._outcomes())
        self._choices("missed_as", [(one.value, one.label) for one in NOT_COMING])
        self._choices("place", [*ground.places, (ELSEWHERE, gettext("Somewhere else"))])
        others = [(OTHER, gettext("Somebody else")), (NOBODY, gettext("Nobody"))]
        self._choices("adult", [*((str(pk), one.name) for pk, one in ground.adults.items()), *others])
        if ground.objectives:
            goals = [(str(one.pk), one.text) for one in ground.objectives]
            self._choices("objective", [("", gettext("None in particular")), *goals])
        else:
            del self.fields["objective"]
        if ground.is_for_other and len(ground.mentors) > 1:
            self.fields["author"] = forms.ChoiceField(
                label=gettext("For whom do you write this?"),
                choices=[(str(one.mentor.person_id), one.mentor.person.name) for one in ground.mentors],
            )
        if ground.is_group:
            self._add_members()

    def _outcomes(self) -> list[tuple[str, str]]:
        missed = ngettext("Student missed it", "Students missed it", len(self.ground.students))
        met, cancel = gettext("We met"), gettext("I had to cancel")
        if self.ground.is_for_other:
            met, cancel = gettext("They met"), gettext("Mentor had to cancel")
        found = [(MET, met), (MISSED, missed)]
        meeting = self.ground.meeting
        # Only what was planned can be called off.
        is_planned = meeting is not None and meeting.state == Meeting.State.PLANNED and self.ground.log is None
        return [*found, (CANCELED, cancel)] if is_planned else found

    def _add_members(self) -> None:
        for member in self.ground.members:
            choices = [(Standing.CAME.value, Standing.CAME.label)]
            choices += [(one.value, one.label) for one in NOT_COMING if is_student(member) or one != Standing.ABSENT]
            self.fields[_field_of(member)] = forms.ChoiceField(
                label=self.ground.name_of(member), choices=choices, required=False, widget=Pills()
            )

    def _say_who_reads(self) -> None:
        self.fields["note"].help_text = gettext(
            "The coordinator, the teacher and the principal read this. The student and their family do not."
        )
        self.fields["worry"].help_text = gettext(
            "Only the coordinators and the school counselor read this. It is not for emergencies: call 911 or 988."
        )
        self.fields["special"].help_text = self.ground.extras
        policy = self.ground.policy
        if policy is not None and policy.perks == Perks.NONE:
            self.fields["special_note"].help_text = gettext("Your coordinator reads this and may ask you about it.")

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    # What stands there already

    def _likely(self) -> dict[str, Any]:
        ground = self.ground
        place, place_note = ground.place
        offered = {value for value, _label in ground.places}
        found: dict[str, Any] = {
            "once": uuid.uuid4(),
            "when": ground.day.isoformat(),
            "length": str(ground.minutes),
            "outcome": MET,
            "missed_as": Standing.NO_SHOW.value,
            "place": place if place in offered else "",
            "place_note": place_note if place in offered else "",
            "adult": str(ground.adult_id) if ground.adult_id in ground.adults else "",
            "special": "",
        }
        if ground.meeting is not None and ground.meeting.objective_id:
            found["objective"] = str(ground.meeting.objective_id)
        for member in ground.members:
            found[_field_of(member)] = Standing.CAME.value
        for key, row in ground.said.items():
            if row.standing in NOT_COMING:
                found[f"came_{key}"] = row.standing
                if not ground.is_group and row.match_student_id:
                    found |= {"outcome": MISSED, "missed_as": row.standing}
        return found

    def _as_logged(self) -> dict[str, Any]:
        """How the log reads now."""
        log, meeting = self.ground.log, self.ground.meeting
        if log is None or meeting is None:
            return {}
        days, adults = dict(self.ground.days), self.ground.adults
        standings = {row.standing for row in self.ground.said.values() if row.match_student_id}
        missed = next(iter(standings & set(NOT_COMING)), Standing.NO_SHOW)
        adult = str(meeting.adult_id) if meeting.adult_id in adults else OTHER if log.adult_name else NOBODY
        return {
            "version": log.version,
            "when": meeting.on.isoformat() if meeting.on.isoformat() in days else OTHER,
            "day": meeting.on,
            "length": str(meeting.minutes),
            "outcome": MET if meeting.state == Meeting.State.HELD else MISSED,
            "missed_as": str(missed),
            "place": meeting.place if meeting.place in dict(self.ground.places) else ELSEWHERE,
            "place_note": meeting.place_note,
            "adult": adult,
            "adult_name": log.adult_name,
            "note": log.note,
            "activities": log.activities,
            "objective": str(meeting.objective_id or ""),
            "learned": log.learned,
            "next_steps": log.next_steps,
            "special": log.special,
            "special_note": log.special_note,
            "special_dollars": log.special_dollars,
        }

    # What was sent

    def clean(self) -> dict[str, Any]:
        """A day that has come, a length, and whoever was in charge; what is asked besides only where it matters."""
        chosen = super().clean() or self.cleaned_data
        if chosen.get("outcome") == MET:
            self._require("length", "place", "adult")
        chosen["on"] = self._day(chosen)
        chosen["how_long"] = self._minutes(chosen)
        if chosen.get("adult") == OTHER and not chosen.get("adult_name"):
            self.add_error("adult_name", gettext("Say who it was, or choose “Nobody”."))
        if chosen.get("special") and not chosen.get("special_note"):
            self.add_error("special_note", gettext("Say in a few words what it was."))
        if chosen.get("place") == ELSEWHERE and not self._place_note(chosen):
            self.add_error("place_note", gettext("Say where you were."))
        if not self.errors and chosen["outcome"] == MET:
            self._ask_about_absences(chosen)
        return chosen

    def _ask_about_absences(self, chosen: dict[str, Any]) -> None:
        """Ask once, of any day, before a meeting counts with a student whom the office noted absent."""
        came = [one.student_id for one, standing in self._came() if is_student(one) and standing == Standing.CAME]
        day, known = chosen["on"].isoformat(), chosen.get("warned", "").split(",")
        if day in known:
            return
        if question := self.ground.absence_question(chosen["on"], came):
            sent = cast("QueryDict", self.data).copy()
            sent["warned"] = ",".join([*filter(None, known), day])
            self.data = sent
            self.add_error(None, question)

    def _require(self, *names: str) -> None:
        """These are asked of a meeting that took place."""
        for name in names:
            if name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, self.fields[name].error_messages["required"])

    def _place_note(self, chosen: dict[str, Any]) -> str:
        """Room or address as typed; what stood there for another place does not belong to this one."""
        note = str(chosen.get("place_note", "")).strip()
        is_elsewhere = chosen.get("place") != self.initial["place"]
        return "" if is_elsewhere and note == self.initial.get("place_note") else note

    def _day(self, chosen: dict[str, Any]) -> date | None:
        when, day = chosen.get("when"), chosen.get("day")
        if not when:
            return None
        name = "day" if when == OTHER else "when"
        found = day if when == OTHER else date.fromisoformat(when)
        if found is None:
            if "day" not in self.errors:
                self.add_error("day", gettext("Say which day it was."))
            return None
        try:
            check_year(found)
        except forms.ValidationError as fault:
            self.add_error(name, fault)
        if found > timezone.localdate():
            words = gettext("This day is still to come. Write a meeting down once it has taken place.")
            self.add_error(name, words)
        return found

    def _minutes(self, chosen: dict[str, Any]) -> int | None:
        length = chosen.get("length")
        if length != OTHER:
            return int(length) if length else None
        if not chosen.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", gettext("Say how many minutes."))
        return chosen.get("minutes")

    @property
    def is_canceled(self) -> bool:
        """Whether there was no meeting, since the mentor had to cancel; of a valid form."""
        return bool(self.cleaned_data["outcome"] == CANCELED)

    @property
    def author_id(self) -> int:
        """For whom it is written; of a valid form."""
        chosen = self.cleaned_data.get("author")
        return int(chosen) if chosen else self.ground.mentors[0].mentor.person_id

    @property
    def logged(self) -> Logged:
        """What happened; of a valid form."""
        chosen, ground = self.cleaned_data, self.ground
        adult = ground.adults.get(int(chosen["adult"])) if chosen["adult"].isdecimal() else None
        goals = {str(one.pk): one for one in ground.objectives}
        return Logged(
            on=chosen["on"],
            minutes=chosen["how_long"] or ground.minutes,
            place=chosen["place"] or ground.place[0] or ELSEWHERE,
            place_note=self._place_note(chosen),
            adult=adult,
            adult_name=chosen["adult_name"].strip() if chosen["adult"] == OTHER else "",
            came=dict(self._came()),
            activities=chosen["activities"],
            note=chosen["note"].strip(),
            learned=chosen["learned"].strip(),
            next_steps=chosen["next_steps"].strip(),
            objective=goals.get(chosen.get("objective", "")),
            special=chosen["special"],
            special_note=chosen["special_note"].strip(),
            special_dollars=chosen["special_dollars"],
            worry=chosen["worry"].strip(),
        )

    def _came(self) -> Iterator[tuple[Member, str]]:
        chosen = self.cleaned_data
        is_missed = chosen["outcome"] == MISSED
        for member in self.ground.members:
            if is_missed and is_student(member):
                yield member, chosen["missed_as"] or Standing.NO_SHOW.value
            else:
                yield member, chosen.get(_field_of(member)) or Standing.CAME.value

    # What the page shows

    @property
    def member_fields(self) -> list[forms.BoundField]:
        """How it was with each member, where there are several."""
        return [self[_field_of(one)] for one in self.ground.members] if self.ground.is_group else []

    @property
    def has_more(self) -> bool:
        """Whether something stands in the part that is folded away."""
        return self._is_filled("activities", "objective", "learned", "next_steps")

    @property
    def has_special(self) -> bool:
        """Whether something special stands there."""
        return self._is_filled("special", "special_note", "special_dollars")

    @property
    def has_worry(self) -> bool:
        """Whether a worry stands there."""
        return self._is_filled("worry")

    def _is_filled(self, *names: str) -> bool:
        return any(self[name].value() or self[name].errors for name in names if name in self.fields)


def _field_of(member: Member) -> str:
    return f"came_{key_of(member)}"


class NoShowForm(ViewerForm):
    """How it was with somebody who was expected."""

    standing = forms.ChoiceField(
        label=_("What happened?"),
        choices=[(one.value, one.label) for one in NOT_COMING],
        initial=Standing.NO_SHOW.value,
        widget=Pills(),
    )


class WorryForm(ViewerForm):
    """What was done about a worry."""

    answer = forms.CharField(
        label=_("What was done"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The coordinators and the school counselor read this. Whoever said it does not."),
    )
