"""Forms about what a match needs before it starts: filters, allowing once."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.gate_rules import StartBlocker, far_gates_of, first_day
from mentoring.models import Match, MatchException
from mentoring.readiness import TOPICS, Sight, how_far
from tenancy.forms import ViewerForm, check_year
from tenancy.forms.lists import FilterForm

#: What is allowed once is usually allowed for so long.
_USUALLY = timedelta(days=14)


class ReadinessFilterForm(FilterForm):
    """Which matches: how far they are, and what they wait for."""

    show = forms.ChoiceField(
        label=_("How far"),
        required=False,
        choices=[
            ("", _("All that have not started")),
            ("ready", _("Ready")),
            ("nearly", _("Nearly")),
            ("waiting", _("Waiting")),
            ("lacking", _("Runs, lacks something")),
        ],
    )
    missing = forms.ChoiceField(
        label=_("What is missing"),
        required=False,
        choices=[("", _("Anything")), *((name, title) for name, title, _codes in TOPICS)],
    )

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By how much is missing, and by the part of the list that it belongs to."""
        show, topic = chosen.get("show"), chosen.get("missing")
        rows = rows.filter(state=Match.State.RUNNING) if show == "lacking" else rows.exclude(state=Match.State.RUNNING)
        if not show and not topic:
            return rows
        codes = next((codes for name, _title, codes in TOPICS if name == topic), frozenset())
        gates = far_gates_of(list(rows), self.viewer.today)
        fits = [
            pk
            for pk, gate in gates.items()
            if (not show or how_far(gate) == show or (show == "lacking" and gate.blockers))
            and (not topic or any(one.code in codes for one in gate.blockers))
        ]
        return rows.filter(pk__in=fits)


class AllowOnceForm(ViewerForm):
    """Which of the things that are missing, why, until when."""

    code = forms.ChoiceField(label=_("What may be missing for now"))
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Read by the staff who see the match, and kept in the audit log."),
    )
    expires_on = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput({"type": "date"}),
        help_text=_("After this day it counts as missing again."),
    )

    def __init__(
        self,
        *args: Any,
        match: Match,
        missing: list[StartBlocker],
        sight: Sight,
        asked: MatchException | None = None,
        code: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(one.key, sight.said(one)[0]) for one in missing]  # type: ignore[attr-defined]
        self.initial.setdefault("expires_on", first_day(match, self.viewer.today) + _USUALLY)
        self.initial.setdefault("code", code)
        if asked is not None:
            self.initial.update(reason=asked.reason, expires_on=asked.expires_on)

    def clean_expires_on(self) -> Any:
        """A day of this century."""
        check_year(self.cleaned_data["expires_on"])
        return self.cleaned_data["expires_on"]
