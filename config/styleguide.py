"""/styleguide/: every component with made-up content. Shown in the sample setting and in DEBUG; 404 otherwise.

The page is audited like every other, so that what screens are made of is known to be sound.
"""

from datetime import UTC, datetime

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements.models import Agreement, Kind, Packet, Party, PartyState, Role, State
from agreements.own_documents import Act, Part
from tenancy.charts import Bar, BarChart
from tenancy.http import open_to_all
from tenancy.models import District, Person
from tenancy.tables import Cell, Column, Row, Table
from tenancy.tables import Kind as Look

COLORS = ["ink", "ink-2", "line-strong", "brand", "link", "focus", "danger", "ok", "warn", "bad", "info", "mute"]
ICONS = [
    "check",
    "alert",
    "clock",
    "dot",
    "dash",
    "info",
    "search",
    "menu",
    "down",
    "back",
    "next",
    "ascending",
    "descending",
    "sort",
    "person",
    "people",
    "plus",
    "close",
    "mail",
    "phone",
    "key",
    "shield",
    "lock",
    "calendar",
    "school",
    "file",
    "list",
    "download",
    "print",
    "edit",
    "trash",
    "undo",
    "leave",
    "inbox",
    "globe",
]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Full name", help_text="As it is on the roster.")
    email = forms.EmailField(label="Email", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    school = forms.ChoiceField(label="School", choices=[("1", "Roosevelt High School"), ("2", "Bell Academy")])
    starts_on = forms.DateField(label="First day", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    when = forms.ChoiceField(
        label="When?",
        choices=[("today", "Today"), ("yesterday", "Yesterday"), ("other", "Other day")],
        widget=forms.RadioSelect(attrs={"class": "pills"}),
        initial="today",
    )
    happened = forms.ChoiceField(
        label="What happened?",
        choices=[("met", "We met"), ("missed", "Student was not there"), ("cancelled", "I had to cancel")],
        widget=forms.RadioSelect,
    )
    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=[("coordinator", "Coordinator"), ("teacher", "Teacher")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(
        label="Note for the coordinator",
        help_text="The coordinator and the supervising teacher read this.",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    paper = forms.FileField(label="Signed paper", required=False, help_text="PDF or photo, up to 10 MB.")
    code = forms.CharField(
        label="Code from the email",
        widget=forms.TextInput(attrs={"class": "code-input", "inputmode": "numeric", "autocomplete": "one-time-code"}),
        required=False,
    )
    agreed = forms.BooleanField(label="I have read this and agree")


class SampleFilter(forms.Form):
    """Two ways to narrow a list."""

    person = forms.CharField(label="Student or mentor", required=False)
    status = forms.ChoiceField(label="Status", choices=[("", "All"), ("waiting", "Waiting")], required=False)


@open_to_all("Made-up content, and only in the sample setting or DEBUG.")
@require_http_methods(["GET", "HEAD", "POST"])
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component on one page."""
    if not (settings.SAMPLE or settings.DEBUG):
        raise Http404
    if request.method == "POST":  # the buttons of the page lead back to it
        return redirect(request.path)
    messages.success(request, "Chloe’s journal is graded: 10 of 12.", extra_tags="/styleguide/")
    return render(request, "styleguide.html", _content())


def _content() -> dict[str, object]:
    return {
        "colors": COLORS,
        "icons": ICONS,
        "kinds": [("ok", "On track"), ("warn", "Waiting"), ("bad", "Overdue"), ("info", "Ready"), ("mute", "Closed")],
        "table": _table(),
        "acts": _acts(),
        "sample_district": District(
            name="Maple Valley Schools",
            contact_name="Dana Wright",
            contact_email="mentoring@maple.example",
            contact_phone="+13125550100",
        ),
        "chart": _chart(),
        "blank_form": SampleForm(prefix="blank"),
        "wrong_form": SampleForm({"wrong-name": "Dana"}, prefix="wrong"),
        "filter": SampleFilter({"status": "waiting"}, auto_id="filter-%s"),
        "bulk_actions": [("remind", "Send a reminder"), ("export", "Export")],
        "tabs": [
            {"label": "Details", "url": "#tabs", "is_current": True},
            {"label": "Roles", "url": "#tabs"},
            {"label": "Waiting", "url": "#tabs", "count": 3},
        ],
        "steps": [("People", "#steps"), ("Staff", "#steps"), ("Dana Wright", "")],
        "facts": [("Mentor", "Priya Raman, Northside Clinic"), ("When", "Tuesdays, 3:30–4:30 pm"), ("Where", "")],
        "events": _events(),
        "tasks": [
            {"title": "Agreement signed", "kind": "ok", "status": "Done"},
            {
                "title": "Background check",
                "kind": "warn",
                "status": "Waiting for the mentor",
                "text": "Priya Raman, since October 12",
                "url": "#tasks",
            },
            {
                "title": "First meeting",
                "kind": "mute",
                "status": "Not yet",
                "text": "After the background check",
            },
        ],
        "consequences": ["Priya Raman can no longer sign in.", "Two meetings are canceled and both sides are told."],
        "skipped": [("Omar Said", "has no email address")],
    }


def _table() -> Table:
    columns = [
        Column("Student", sort="student"),
        Column("Mentor"),
        Column("School", sort="school"),
        Column("Status"),
        Column("Last meeting", sort="last"),
        Column("Hours", is_number=True),
    ]
    people = [
        (
            "Amara Okafor",
            "Dr. Lena Fischer",
            "Roosevelt HS",
            Cell("Ready", kind="info"),
            "Oct 20, 2026",
            "1.5",
        ),
        (
            "Mateo García",
            "Priya Raman",
            "Lincoln HS",
            Cell("Waiting", kind="warn"),
            "Oct 19, 2026",
            "4.5",
        ),
        ("Nour Haddad", "James Whitfield", "Roosevelt HS", Cell("Meeting overdue", kind="bad"), "Sep 28, 2026", "7.5"),
        ("Chloe Nguyen", "Sofia Marchetti", "Bell Academy", Cell("On track", kind="ok"), "Oct 17, 2026", "10.5"),
        ("Farida Rahman", "Tom Whelan", "Lincoln HS", Cell("Closed", kind="mute"), "Oct 13, 2026", "5.5"),
    ]
    return Table(
        caption="Matches",
        columns=columns,
        body=[
            Row([Cell(student, url="#table", note=f"Grade {9 + place % 4}"), *rest], pk=place)
            for place, (student, *rest) in enumerate(people)
        ],
        sort="-last",
        is_selectable=True,
    )


def _chart() -> BarChart:
    weeks = ["Sep 1", "Sep 8", "Sep 15", "Sep 22", "Sep 29", "Oct 6", "Oct 13", "Oct 20"]
    values = [18, 27, 31, 29, 36, 41, 38, 44]
    return BarChart(
        name="meetings",
        title="Meetings logged each week",
        label_heading="Week of",
        value_heading="Meetings",
        bars=[Bar(week, value) for week, value in zip(weeks, values, strict=True)],
        target=40,
    )


def _events() -> list[dict[str, object]]:
    return [
        {
            "at": datetime(2026, 10, 20, 15, 30, tzinfo=UTC),
            "title": "Meeting held",
            "who": "Priya Raman",
            "text": "Library, 1 hour",
        },
        {"at": datetime(2026, 10, 12, 9, 0, tzinfo=UTC), "title": "Agreement signed by everyone", "url": "#timeline"},
        {"at": datetime(2026, 10, 2, 14, 5, tzinfo=UTC), "title": "Match proposed", "who": "Dana Wright"},
    ]


def _acts() -> list[Act]:
    """A family's documents: one signed, one waiting."""
    child = Person(pk=1, given_name="Sofia", family_name="Reyes")
    packet = Packet(pk=1, student=child)
    kinds: list[tuple[Kind, Look, str]] = [
        (Kind.MENTORSHIP, "warn", "Waiting for you"),
        (Kind.PERMISSIONS, "ok", "Signed"),
    ]
    parts = [
        Part(
            Party(
                agreement=Agreement(packet=packet, kind=kind, state=State.OUT),
                person=Person(pk=2, given_name="Rosa", family_name="Reyes"),
                role=Role.GUARDIAN,
                capacity="Mother",
                state=PartyState.SIGNED if look == "ok" else PartyState.OPENED,
            ),
            look,
            status,
            "To be signed by December 18.",
        )
        for kind, look, status in kinds
    ]
    return [Act(packet, parts)]
