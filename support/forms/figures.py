"""Filters of the figures of running matches."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from mentoring.models import Match, MatchStudent
from support.forms.lists import MatchesFilterForm, OfProgramsForm
from support.hours import with_promise
from support.quiet import quiet_for
from support.specials import got_something, season_start


class QuietFilterForm(MatchesFilterForm):
    """Matches that have not met for a while; or for so long that a reminder has not helped."""

    show = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[("", _("Not met for a while")), ("long", _("A reminder has not helped"))],
    )

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By how long, name, program and school."""
        found = quiet_for(self.viewer)
        is_long = chosen.get("show") == "long"
        rows = rows.filter(pk__in=[one.match_id for one in found if one.is_long or not is_long])
        return super().narrowed_by(rows, chosen)


class PromiseFilterForm(MatchesFilterForm):
    """Matches whose promised time is over, or soon."""

    show = forms.ChoiceField(
        label=_("Over"),
        required=False,
        choices=[
            ("", _("Any time")),
            ("over", _("Already")),
            ("30", _("Within 30 days")),
            ("60", _("Within 60 days")),
            ("90", _("Within 90 days")),
        ],
    )

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By how much is left, name, program and school."""
        rows = super().narrowed_by(with_promise(rows), chosen)
        show, today = chosen.get("show", ""), self.viewer.today
        if show == "over":
            return rows.filter(promise_until__lt=today)
        if show:
            return rows.filter(promise_until__range=(today, today + timedelta(days=int(show))))
        return rows


class PerkFilterForm(OfProgramsForm):
    """Which students: all, those who got something, those who got nothing."""

    show = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[("", _("All")), ("some", _("Something special")), ("none", _("Nothing special"))],
    )

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By what they got, name, program and school."""
        if (people := self.found(chosen)) is not None:
            rows = rows.of_people(people)
        if program := chosen.get("program"):
            inside = MatchStudent.objects.of(self.viewer.district).filter(
                match__program=program, match__state=Match.State.RUNNING, left_on=None
            )
            rows = rows.filter(pk__in=inside.values("student"))
        if school := chosen.get("school"):
            rows = rows.filter(school=school)
        show = chosen.get("show", "")
        if show:
            got = Q(Exists(got_something(season_start(self.viewer))))
            rows = rows.filter(got if show == "some" else ~got)
        return rows
