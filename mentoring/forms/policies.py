"""The rules of a program, each explained beside its field: what it does, what is usual, and where it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.models import Format, Perks, PlaceKind, Policy, RemoteContact
from tenancy.forms import DistrictForm

#: What each way of meeting means, and what the product holds it to.
FORMAT_WORDS: dict[str, str | Promise] = {
    Format.ONE_TO_ONE: gettext_lazy("The traditional way."),
    Format.SMALL_GROUP: gettext_lazy("One adult and at most four students."),
    Format.TEAM: gettext_lazy("Several adults together, with at most four students for each of them."),
    Format.LARGE_GROUP: gettext_lazy("Seven to ten students. Five or six need two adults."),
    Format.PEER: gettext_lazy(
        "A student of a higher grade, with permission of both families. An adult is in the room all the time."
    ),
    Format.ONLINE: gettext_lazy("Only in addition to one of the others."),
}
PLACE_WORDS: dict[str, str | Promise] = {
    PlaceKind.SCHOOL: gettext_lazy("With staff nearby."),
    PlaceKind.WORKPLACE: gettext_lazy("Approved by the employer before the first visit."),
    PlaceKind.OUTING: gettext_lazy("A family’s permission covers a series; the school approves it."),
    PlaceKind.ONLINE: gettext_lazy("A channel of the school, not a private account."),
}
#: What the values do, what is usual, and the practice that they come from.
WORDS: dict[str, str | Promise] = {
    "minimum_grade": gettext_lazy(
        "Students below it are not offered; a coordinator can make an exception with a reason. Usual: 9. Career "
        "mentoring generally begins in high school."
    ),
    "requires_career_course": gettext_lazy(
        "On: students must be in one of the courses below. If we do not know a student’s courses, the coordinator is "
        "asked; nobody is turned away for a gap in the roster. Usual: off. Mentoring belongs with career-related "
        "study, and an interest can be enough."
    ),
    "career_course_codes": gettext_lazy("Course codes as in your roster, with commas between them: HS201, HS202."),
    "requires_career_area": gettext_lazy(
        "On: a student names a career area before being accepted, because students and mentors are matched on shared "
        "career interest. Usual: on, off for groups."
    ),
    "requires_interview": gettext_lazy(
        "On: an instructor talks with the student about goals before the decision. The goals go into the agreement. "
        "Usual: on for one-to-one, off for groups."
    ),
    "minimum_mentor_age": gettext_lazy(
        "Adult mentors who are younger cannot be accepted. Usual: 21; 18 where staff stay in the room. Older students "
        "who mentor are not meant: they have a way of their own below."
    ),
    "formats": gettext_lazy(
        "Who may be brought together. The number of students for each adult follows from it and is checked for every "
        "match. Usual: one-to-one and small groups."
    ),
    "students_may_ask": gettext_lazy(
        "On: accepted students see the mentors who have room, with what they do, and may ask to meet one. Off: only "
        "staff propose who meets. Usual: on for one-to-one, off for groups. Either way both decide after they talked."
    ),
    "asks_at_once": gettext_lazy(
        "How many mentors a student may have asked at the same time without an answer. Usual: 3."
    ),
    "days_to_answer": gettext_lazy(
        "A mentor has so many days to answer a student. Then the student is told kindly and may ask somebody else. "
        "Usual: 7."
    ),
    "several_mentors": gettext_lazy(
        "On: a student may have more than one one-to-one match at a time. Usual: off, so that every student gets one "
        "first."
    ),
    "places": gettext_lazy(
        "Meetings can be planned only at these. A home is never one of them, and no meeting is without supervision. If "
        "somebody met elsewhere after all, it can still be written down, and you are told at once."
    ),
    "promised_months": gettext_lazy(
        "How long mentor and student promise to meet, from their own first day. Both read it before they sign, and an "
        "early end asks for a reason. Usual: 6 or 12; short promises that are kept do more good than long ones that "
        "break."
    ),
    "planned_meetings": gettext_lazy(
        "How many meetings the agreement plans for that time; pages show “5 of 12”. Usual: two a month, and more of "
        "them at the beginning."
    ),
    "meeting_minutes": gettext_lazy("How long a meeting usually lasts; filled in when one is written down. Usual: 60."),
    "quiet_school_days": gettext_lazy(
        "After so many school days without a meeting, the coordinator sees the match among those who need help. "
        "Usual: 20, about a month. Holidays and closed days do not count."
    ),
    "remote_contact": gettext_lazy(
        "Between meetings. Always with the family’s permission, by channels that the school approves, and with an "
        "adult who looks on: either takes part, or gets a copy. Usual: not at all, or with a copy."
    ),
    "shares_class_focus": gettext_lazy(
        "On: before a meeting, mentors read what the class works on and what students should be able to do. Usual: on. "
        "Meetings help most when they tie in with class."
    ),
    "perks": gettext_lazy(
        "Gifts, tickets, meals, trips and introductions that a mentor gives. Whoever writes down a meeting is asked "
        "about them, so that students can be compared fairly. Usual: ask first."
    ),
    "perks_limit": gettext_lazy("The most that one gift may be worth. Only with “Up to a value”."),
    "visit_every_days": gettext_lazy(
        "A teacher visits each workplace where students meet mentors, at most so many days apart. Usual: 30. The "
        "school supervises wherever its students are."
    ),
    "mentor_may_supervise": gettext_lazy(
        "Each meeting names an adult in charge who is not the mentor. On: at the workplace it may be the mentor. "
        "Usual: off. Ask your board before you turn it on."
    ),
    "mentor_may_drive": gettext_lazy(
        "On: a family can allow it, meeting by meeting or for a series. Usual: off. Turn it on only if your board’s "
        "policy says so in writing."
    ),
    "signers": gettext_lazy(
        "Of the parents and guardians who may sign for a student. Usual: one is enough. A court order that keeps "
        "somebody from signing always counts."
    ),
    "tells_guardian_at_18": gettext_lazy(
        "From 18 on, students sign for themselves. On: their parents or guardians are told. Usual: on."
    ),
    "journal_rhythm": gettext_lazy(
        "Students write about what they discussed with their mentor. Usual: after each meeting."
    ),
    "journal_days": gettext_lazy(
        "After a meeting, or after the week or month has ended, a student has so many days to write. Usual: 5."
    ),
    "grades_journal": gettext_lazy(
        "On: entries come into the teacher’s grading list. Usual: on where it is classwork."
    ),
    "log_days": gettext_lazy(
        "After a meeting, the mentor has so many days to write it down; then a reminder goes out once. Usual: 2."
    ),
    "no_show_days": gettext_lazy(
        "When a student does not come twice within so many days, a talk with the student is put on the coordinator’s "
        "list. Usual: 60."
    ),
    "first_month_calls": gettext_lazy(
        "How often somebody talks with the mentor, the student and the family in a match’s first month. Usual: 2. Most "
        "matches that fail do so early."
    ),
    "call_every_days": gettext_lazy("After the first month, a talk with each is due so often. Usual: 30."),
    "goals_every_days": gettext_lazy(
        "Student and mentor look at their goals again, and at what they expected of each other. Usual: 90."
    ),
    "referral_hours": gettext_lazy(
        "What somebody writes to the counselor and nobody opened within so many school hours goes to the back-up. "
        "Usual: 4. If programs differ, the shortest counts."
    ),
}
#: The page's sections, in order.
SECTIONS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (
        gettext_lazy("Students who can take part"),
        (
            "minimum_grade",
            "requires_career_area",
            "requires_career_course",
            "career_course_codes",
            "requires_interview",
        ),
    ),
    (gettext_lazy("Mentors, and who meets whom"), ("minimum_mentor_age", "formats")),
    (
        gettext_lazy("How they choose each other"),
        ("students_may_ask", "asks_at_once", "days_to_answer", "several_mentors"),
    ),
    (
        gettext_lazy("Meetings"),
        (
            "places",
            "promised_months",
            "planned_meetings",
            "meeting_minutes",
            "log_days",
            "shares_class_focus",
            "remote_contact",
            "perks",
            "perks_limit",
        ),
    ),
    (gettext_lazy("Supervision"), ("visit_every_days", "mentor_may_supervise", "mentor_may_drive")),
    (gettext_lazy("Families"), ("signers", "tells_guardian_at_18")),
    (gettext_lazy("Journal"), ("journal_rhythm", "journal_days", "grades_journal")),
    (
        gettext_lazy("Support while they meet"),
        (
            "quiet_school_days",
            "no_show_days",
            "first_month_calls",
            "call_every_days",
            "goals_every_days",
            "referral_hours",
        ),
    ),
)


@dataclass(frozen=True)
class Section:
    """Rules that belong together."""

    title: str | Promise
    fields: list[BoundField]


class PolicyForm(DistrictForm[Policy]):
    """Every rule of a program."""

    reason = forms.CharField(
        label=gettext_lazy("Reason for the change"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Kept in the audit log, where district administrators read it."),
    )

    class Meta:
        model = Policy
        fields = [name for _title, names in SECTIONS for name in names]
        help_texts = WORDS
        widgets = {
            name: forms.NumberInput({"class": "input-short", "inputmode": "numeric"})
            for name in (
                "minimum_grade",
                "minimum_mentor_age",
                "asks_at_once",
                "days_to_answer",
                "promised_months",
                "planned_meetings",
                "meeting_minutes",
                "quiet_school_days",
                "perks_limit",
                "visit_every_days",
            )
        } | dict.fromkeys(("remote_contact", "perks", "signers", "journal_rhythm"), forms.RadioSelect)

    def __init__(self, *args: Any, is_readonly: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, labels, words in (
            ("formats", Format.choices, FORMAT_WORDS),
            ("places", PlaceKind.choices, PLACE_WORDS),
        ):
            old = self.fields[name]
            self.fields[name] = forms.MultipleChoiceField(
                label=old.label,
                help_text=old.help_text,
                widget=forms.CheckboxSelectMultiple,
                choices=[
                    (code, format_html('{}<span class="cell-note">{}</span>', label, words[code]))
                    for code, label in labels
                ],
            )
        for field in self.fields.values():
            field.disabled = is_readonly

    @property
    def sections(self) -> Iterator[Section]:
        """The fields, in sections; the reason stands apart."""
        for title, names in SECTIONS:
            yield Section(title, [self[name] for name in names])

    @property
    def rules(self) -> dict[str, Any]:
        """The values of the rules, of a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name != "reason"}

    def clean_career_course_codes(self) -> list[str]:
        """Each code once, as the roster has them."""
        return list(dict.fromkeys(code.strip() for code in self.cleaned_data["career_course_codes"] if code.strip()))

    def clean(self) -> dict[str, Any]:
        """What belongs together is said together."""
        super().clean()
        chosen = self.cleaned_data
        for name, codes in (("formats", FORMAT_WORDS), ("places", PLACE_WORDS)):
            chosen[name] = [str(code) for code in codes if code in chosen.get(name, [])]
        self._check_online()
        if chosen.get("requires_career_course") and chosen.get("career_course_codes") == []:
            self.add_error("career_course_codes", _("Name at least one career course."))
        if chosen.get("perks") == Perks.LIMIT and not chosen.get("perks_limit") and "perks_limit" not in self.errors:
            self.add_error("perks_limit", _("Say up to which value."))
        elif chosen.get("perks") != Perks.LIMIT:
            chosen["perks_limit"] = None
        if chosen.get("journal_rhythm") == "none":
            chosen["grades_journal"] = False
        return chosen

    def _check_online(self) -> None:
        formats, places = set(self.cleaned_data.get("formats", ())), set(self.cleaned_data.get("places", ()))
        if formats == {Format.ONLINE.value}:
            self.add_error("formats", _("Online is only for those who also meet in another way. Tick one more."))
        if Format.ONLINE.value in formats and places and PlaceKind.ONLINE.value not in places:
            self.add_error("places", _("Mentors may meet students online: tick the approved online channel too."))
        if PlaceKind.ONLINE.value in places and self.cleaned_data.get("remote_contact") == RemoteContact.NONE:
            self.add_error("remote_contact", _("Online meetings need an adult who takes part, or gets a copy."))
