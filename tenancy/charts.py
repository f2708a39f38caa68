"""Charts as SVG made on the server, for pages and PDFs alike.

Only attributes, no style and no script, so that any content security policy lets them pass. Pages recolor them by class
(static/css/components/blocks.css); in a PDF the attributes speak.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WIDTH, HEIGHT = 400, 230
INSET_START, INSET_TOP, INSET_BOTTOM = 30, 24, 28
#: Powers of ten that a grid may count in.
SCALES = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
FLOOR = HEIGHT - INSET_BOTTOM
#: Labels that fit below the bars.
MOST_LABELS = 8
#: How wide a letter of a label is, about.
LETTER = 6.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; without a value it is not told, for too few people stand behind it. ``plan``: what was planned."""

    label: str
    value: float | None
    plan: float | None = None

    @property
    def shown(self) -> str:
        """The value as it is read: "12", "1.5"; or that it is not shown."""
        return _("not shown") if self.value is None else _number(self.value)

    @property
    def shown_plan(self) -> str:
        """The plan as it is read."""
        return "" if self.plan is None else _number(self.plan)


@dataclass(frozen=True)
class BarChart:
    """Bars side by side, one a week or the like, with an optional line at ``target``.

    With ``plan_heading`` each bar may have a mark at what was planned. ``name`` makes the ids of title and description
    unlike those of other charts on the page. ``hidden_note`` says why values are not shown, where some are not.
    """

    name: str
    title: str
    label_heading: str
    value_heading: str
    bars: Sequence[Bar]
    target: int | None = None
    plan_heading: str = ""
    hidden_note: str = ""

    @property
    def description(self) -> str:
        """The chart in a sentence, for those who do not see it."""
        values = "; ".join(f"{bar.label}: {self._told(bar)}" for bar in self.bars)
        return (
            _("%(values)s. Target: %(target)s.") % {"values": values, "target": self.target} if self.target else values
        )

    @property
    def note(self) -> str:
        """Why a value is not shown; empty where all are."""
        return self.hidden_note if any(bar.value is None for bar in self.bars) else ""

    @property
    def rows(self) -> list[list[str]]:
        """The same as a table, without its headings."""
        return [[bar.label, bar.shown, *([bar.shown_plan] if self.plan_heading else [])] for bar in self.bars]

    @property
    def headings(self) -> list[str]:
        """What stands above the columns of ``rows``."""
        return [self.label_heading, self.value_heading, *([self.plan_heading] if self.plan_heading else [])]

    @property
    def svg(self) -> SafeString:
        """The drawing. Values are whole numbers from 0 up."""
        return format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img"'
            ' aria-labelledby="{n}-title {n}-desc" font-family="Public Sans, sans-serif" font-size="11">'
            '<title id="{n}-title">{}</title><desc id="{n}-desc">{}</desc>{}{}{}</svg>',
            WIDTH,
            HEIGHT,
            self.title,
            self.description,
            self._grid(),
            self._bars(),
            self._target_line(),
            n=self.name,
        )

    def _told(self, bar: Bar) -> str:
        return f"{bar.shown} ({self.plan_heading}: {bar.shown_plan})" if bar.shown_plan else bar.shown

    @property
    def _step(self) -> int:
        """The distance between two lines of the grid: 1, 2 or 5 times a power of ten, four lines or fewer."""
        steps = (factor * scale for scale in SCALES for factor in (1, 2, 5))
        return next(step for step in steps if step * 4 >= self._highest)

    @property
    def _highest(self) -> float:
        return max([self.target or 1, *(bar.value or 0 for bar in self.bars), *(bar.plan or 0 for bar in self.bars)])

    @property
    def _top(self) -> int:
        return self._step * ceil(self._highest / self._step)

    def _y(self, value: float) -> float:
        return round(FLOOR - (FLOOR - INSET_TOP) * value / self._top, 1)

    def _grid(self) -> SafeString:
        lines = ((self._y(value), value) for value in range(0, self._top + 1, self._step))
        return format_html_join(
            "",
            '<line class="chart-grid" x1="{}" x2="{}" y1="{}" y2="{}" stroke="#c5ccd6"/>'
            '<text class="chart-label" x="{}" y="{}" text-anchor="end" fill="#475467">{}</text>',
            ((INSET_START, WIDTH, y, y, INSET_START - 8, y + 4, value) for y, value in lines),
        )

    def _bars(self) -> SafeString:
        pitch = (WIDTH - INSET_START) / max(len(self.bars), 1)
        # Where labels would run into each other, the last one stands, and every second or third before it.
        every, last = ceil(len(self.bars) / MOST_LABELS), len(self.bars) - 1
        return format_html_join(
            "",
            "{}",
            (
                (self._bar(bar, INSET_START + pitch * place, pitch, has_label=(last - place) % every == 0),)
                for place, bar in enumerate(self.bars)
            ),
        )

    def _bar(self, bar: Bar, start: float, pitch: float, *, has_label: bool) -> SafeString:
        y, middle = self._y(bar.value or 0), round(start + pitch / 2, 1)
        label = self._fitting(bar.label, pitch) if has_label else ""
        fits_inside = FLOOR - y >= 20
        return format_html(
            '<rect class="chart-bar" x="{}" y="{}" width="{}" height="{}" rx="2" fill="#1f5fae"/>'
            '<text class="{}" x="{}" y="{}" text-anchor="middle" fill="{}">{}</text>'
            '<text class="chart-label" x="{}" y="{}" text-anchor="middle" fill="#475467">{}</text>{}',
            round(start + pitch * 0.18, 1),
            y,
            round(pitch * 0.64, 1),
            round(FLOOR - y, 1),
            "chart-value" if fits_inside else "chart-label",
            middle,
            y + 15 if fits_inside else y - 5,
            "#ffffff" if fits_inside else "#475467",
            bar.shown,
            # The last label does not run over the edge, where it would be cut off.
            min(middle, round(WIDTH - len(label) * LETTER / 2, 1)),
            HEIGHT - 8,
            label,
            self._plan_mark(bar, start, pitch),
        )

    def _fitting(self, label: str, pitch: float) -> str:
        """The label, as much of it as fits below its bars; the table has it whole."""
        room = int(pitch * ceil(len(self.bars) / MOST_LABELS) / LETTER)
        return label if len(label) <= max(room, MOST_LABELS) else f"{label[: max(room, MOST_LABELS) - 1].rstrip()}…"

    def _plan_mark(self, bar: Bar, start: float, pitch: float) -> SafeString:
        if bar.plan is None:
            return SafeString("")
        y = self._y(bar.plan)
        return format_html(
            '<line class="chart-plan" x1="{}" x2="{}" y1="{}" y2="{}" stroke="#1d2939" stroke-width="2"/>',
            round(start + pitch * 0.08, 1),
            round(start + pitch * 0.92, 1),
            y,
            y,
        )

    def _target_line(self) -> SafeString:
        if not self.target:
            return SafeString("")
        y = self._y(self.target)
        return format_html(
            '<line class="chart-target" x1="{}" x2="{}" y1="{}" y2="{}" stroke="#8f1c13" stroke-width="2"'
            ' stroke-dasharray="4 3"/><text class="chart-target-label" x="{}" y="{}" fill="#8f1c13">{}</text>',
            INSET_START,
            WIDTH,
            y,
            y,
            INSET_START + 2,
            y - 5,
            _("Target %(target)s") % {"target": self.target},
        )


def _number(value: float) -> str:
    return f"{value:g}"
