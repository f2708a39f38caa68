"""Forms of the school calendar."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenancy.actions.calendar_days import MOST_AT_ONCE, NewDay
from tenancy.forms import FIRST_YEAR, LAST_YEAR, ViewerForm, check_year
from tenancy.models import CalendarDay, School, SchoolYear
from tenancy.permissions import Permission
from tenancy.rules import SATURDAY

#: How people write a day: 2026-11-26, 11/26/2026, 11/26/26.
DAY_FORMATS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y")
NOTE_LENGTH = 120


class _ForSchools(ViewerForm):
    """Days for all schools, or for those ticked; whoever works for some schools ticks theirs."""

    schools = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Schools"),
        queryset=School.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = self.viewer.reach(Permission.CALENDAR_EDIT)
        schools = School.objects.of(self.viewer.district).filter(is_active=True).order_by("name")
        field = self.fields["schools"]
        if reach.whole_district:
            field.help_text = _("Tick none for all schools.")
        else:
            schools, field.required = schools.filter(pk__in=reach.school_ids), True
        field.queryset = schools  # type: ignore[attr-defined]
        years = SchoolYear.objects.of(self.viewer.district).order_by("starts_on")
        self.years = list(years.values_list("starts_on", "ends_on"))

    def fault_of(self, days: list[date]) -> str:
        """Why these days cannot stand in the calendar, or "" when they can: weekdays, each in a school year.

        While the district has no school year at all, which the calendar says on top, every weekday can.
        """
        weekdays = [day for day in days if day.weekday() < SATURDAY]
        if not weekdays:
            words = _("%(day)s is a %(weekday)s. There is no school on weekends anyway.")
            return words % {"day": date_format(days[0]), "weekday": date_format(days[0], "l")}
        unknown = (day for day in weekdays if not any(first <= day <= last for first, last in self.years))
        if self.years and (day := next(unknown, None)):
            words = _("%(day)s is in no school year. Check it, or add the school year first: Settings, School years.")
            return words % {"day": date_format(day)}
        return ""


class CalendarDayForm(_ForSchools):
    """One day or several in a row."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What happens"),
        choices=CalendarDay.Kind.choices,
        initial=CalendarDay.Kind.CLOSED,
        widget=forms.RadioSelect({"class": "pills"}),
    )
    first = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput({"type": "date", "class": "input-short"}, "%Y-%m-%d"),
        validators=[check_year],
    )
    last = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput({"type": "date", "class": "input-short"}, "%Y-%m-%d"),
        validators=[check_year],
        help_text=gettext_lazy("The last day, for several in a row. Saturdays and Sundays are left out."),
    )
    dismissed_at = forms.TimeField(
        label=gettext_lazy("School ends at"),
        required=False,
        widget=forms.TimeInput({"type": "time", "class": "input-short"}, "%H:%M"),
        help_text=gettext_lazy("For an early release."),
    )
    note = forms.CharField(
        label=gettext_lazy("Name or reason"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=gettext_lazy("Everybody who sees the calendar reads it."),
    )
    field_order = ("kind", "first", "last", "dismissed_at", "note", "schools")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earliest, latest = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
        if self.years:
            earliest, latest = self.years[0][0], self.years[-1][1]
        for name in ("first", "last"):
            self.fields[name].widget.attrs |= {"min": earliest.isoformat(), "max": latest.isoformat()}

    def clean(self) -> dict[str, Any]:
        """The days come in order and are not too many; an early release has its hour."""
        super().clean()
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day must not be before the first day."))
        elif first and last and (last - first).days >= MOST_AT_ONCE:
            words = _("These are more than %(count)s days. Add them in parts.")
            self.add_error("last", words % {"count": MOST_AT_ONCE})
        elif first and "last" in self.cleaned_data and (fault := self.fault_of(list(_days(first, last or first)))):
            self.add_error("first", fault)
        is_early = self.cleaned_data.get("kind") == CalendarDay.Kind.EARLY_RELEASE
        if is_early and not self.cleaned_data.get("dismissed_at", "typed wrong"):
            self.add_error("dismissed_at", _("Say when school ends that day."))
        return self.cleaned_data

    @property
    def days(self) -> list[NewDay]:
        """The days that were asked for: a single one as it is, of several the weekdays."""
        chosen = self.cleaned_data
        first, last = chosen["first"], chosen["last"] or chosen["first"]
        return [
            NewDay(day, CalendarDay.Kind(chosen["kind"]), chosen["note"], chosen["dismissed_at"])
            for day in _days(first, last)
            if first == last or day.weekday() < SATURDAY
        ]


class CalendarDayRestoreForm(CalendarDayForm):
    """A day that stood in the calendar a moment ago: it may come back though it could not be added today."""

    def fault_of(self, days: list[date]) -> str:
        """None."""
        return ""


class CalendarPasteForm(_ForSchools):
    """Many days at once, as they stand in a school's calendar: one line a day."""

    EXAMPLE = "2026-11-26 Thanksgiving\n2026-12-21 to 2027-01-01 Winter break"

    kind = forms.ChoiceField(
        label=gettext_lazy("What happens on these days"),
        choices=[choice for choice in CalendarDay.Kind.choices if choice[0] != CalendarDay.Kind.EARLY_RELEASE],
        initial=CalendarDay.Kind.CLOSED,
        widget=forms.RadioSelect({"class": "pills"}),
    )
    lines = forms.CharField(
        label=gettext_lazy("Days"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 12, "placeholder": EXAMPLE, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One line a day: the day, then its name. Or the first day, “to”, the last day, then the name. "
            "Nothing is saved unless every line can be read."
        ),
    )
    field_order = ("kind", "lines", "schools")

    def clean_lines(self) -> list[tuple[date, str]]:
        """Each day with its name; one error for each line that cannot be read."""
        days, faults = list[tuple[date, str]](), list[str]()
        for number, line in enumerate(str(self.cleaned_data["lines"]).splitlines(), start=1):
            if not line.strip():
                continue
            try:
                days += self._read_line(line)
            except ValueError as fault:
                faults.append(_("Line %(number)s: %(fault)s") % {"number": number, "fault": fault})
        if faults:
            raise forms.ValidationError(faults)
        if len(days) > MOST_AT_ONCE:
            raise forms.ValidationError(
                _("These are more than %(count)s days. Add them in parts.") % {"count": MOST_AT_ONCE}
            )
        return days

    def _read_line(self, line: str) -> list[tuple[date, str]]:
        """The weekdays of one line with their name. Raises ValueError with a sentence."""
        days, note = _read_line(line)
        if fault := self.fault_of(days):
            raise ValueError(fault)
        return [(day, note) for day in days if day.weekday() < SATURDAY]

    @property
    def days(self) -> list[NewDay]:
        """The days that were asked for."""
        kind = CalendarDay.Kind(self.cleaned_data["kind"])
        return [NewDay(day, kind, note) for day, note in self.cleaned_data["lines"]]


def _read_line(line: str) -> tuple[list[date], str]:
    """The days of one line and their name. Raises ValueError with a sentence."""
    first_word, _space, rest = line.strip().partition(" ")
    first = _read_day(first_word.rstrip(",;:"))
    to, _space, after = rest.strip().partition(" ")
    if to.casefold() not in {"to", "until", "-", "–"}:
        return [first], _read_note(rest)
    last_word, _space, note = after.strip().partition(" ")
    last = _read_day(last_word.rstrip(",;:"))
    if last < first:
        raise ValueError(_("the last day comes before the first day."))
    if (last - first).days >= MOST_AT_ONCE:
        raise ValueError(_("these are more than %(count)s days.") % {"count": MOST_AT_ONCE})
    return list(_days(first, last)), _read_note(note)


def _read_day(word: str) -> date:
    for known in DAY_FORMATS:
        try:
            day = datetime.strptime(word, known).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            return day
    raise ValueError(_("“%(word)s” is not a day. Write it like 2026-11-26.") % {"word": word[:40]})


def _read_note(text: str) -> str:
    note = text.strip(" \t,;:-–")
    if len(note) > NOTE_LENGTH:
        raise ValueError(_("the name is longer than %(count)s letters.") % {"count": NOTE_LENGTH})
    return note


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


class CalendarFilterForm(ViewerForm):
    """Which school, which month, and how to show it."""

    VIEWS = [("month", gettext_lazy("Month")), ("list", gettext_lazy("List"))]

    school = forms.ModelChoiceField(
        label=gettext_lazy("School"),
        required=False,
        queryset=School.objects.none(),
        empty_label=gettext_lazy("All schools"),
    )
    month = forms.RegexField(
        r"^20[0-9]{2}-(0[1-9]|1[0-2])$", required=False, widget=forms.HiddenInput, label=gettext_lazy("Month")
    )
    view = forms.ChoiceField(required=False, choices=VIEWS, widget=forms.HiddenInput)
    #: Of the list alone: a month is chosen by its arrows.
    when = forms.ChoiceField(
        label=gettext_lazy("Days"),
        required=False,
        choices=[("", gettext_lazy("From today on")), ("earlier", gettext_lazy("Earlier days"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("view") != "list":
            del self.fields["when"]
        self.fields["school"].queryset = School.objects.of(self.viewer.district).order_by("name")  # type: ignore[attr-defined]

    @property
    def is_list(self) -> bool:
        """Whether days are listed rather than shown in their month."""
        return bool(self.cleaned_data.get("view") == "list")

    @property
    def first_of_month(self) -> date:
        """The first day of the month to show: the one asked for, or this one."""
        month = self.cleaned_data.get("month")
        return date.fromisoformat(f"{month}-01") if month else self.viewer.today.replace(day=1)
