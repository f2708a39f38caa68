"""Filling in every address, calling it, and saying what is wrong with the answer.

An address is taught to the crawl by its name: ``tenancy:person_edit`` with ``<int:pk>`` is about a ``tenancy.Person``,
``<int:school_pk>`` about a School. Where the name does not say it, ABOUT does.
"""

import re
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from tests.architecture.source import Address
from tests.crawl.crowd import WORDS, Crowd

#: (name of the address, name of what is filled in) → model, where the names do not say it.
ABOUT: dict[tuple[str, str], str] = {
    ("agreements:document_download", "pk"): "agreements.Agreement",
    ("agreements:permission_withdraw", "pk"): "agreements.Permission",
    ("agreements:permission_withdraw_for", "pk"): "agreements.Permission",
    ("agreements:seal_retry", "pk"): "agreements.Agreement",
    ("correspondence:letter_bring_in_selected", "batch_pk"): "correspondence.LetterBatch",
    ("correspondence:letter_export", "batch_pk"): "correspondence.LetterBatch",
    ("correspondence:letter_leave_out_selected", "batch_pk"): "correspondence.LetterBatch",
    ("correspondence:letter_post_selected", "batch_pk"): "correspondence.LetterBatch",
    ("correspondence:letter_print_selected", "batch_pk"): "correspondence.LetterBatch",
    ("accounts:cover_end", "pk"): "tenancy.MembershipGrant",
    ("accounts:cover_set", "pk"): "tenancy.Person",
    ("accounts:extra_step_reset", "pk"): "tenancy.Person",
    ("accounts:grant_end", "pk"): "tenancy.PersonGrant",
    ("accounts:grant_give", "pk"): "tenancy.Person",
    ("accounts:invitation_send", "pk"): "tenancy.Person",
    ("accounts:sign_in_detail", "pk"): "tenancy.Person",
    ("accounts:sign_in_unlink", "pk"): "tenancy.Person",
    ("rosters:import_bring_in", "pk"): "rosters.ImportRun",
    ("rosters:import_cancel", "pk"): "rosters.ImportRun",
    ("rosters:import_changes", "pk"): "rosters.ImportRun",
    ("rosters:import_detail", "pk"): "rosters.ImportRun",
    ("rosters:import_failures", "pk"): "rosters.ImportRun",
    ("rosters:sheet_map", "pk"): "rosters.ImportRun",
    ("screening:hold_detail", "pk"): "screening.SafetyHold",
    ("screening:hold_lift", "pk"): "screening.SafetyHold",
    ("screening:hold_reason", "pk"): "screening.SafetyHold",
    ("screening:incident_note_write", "pk"): "screening.Incident",
    ("meetings:absence_take_back", "pk"): "meetings.DayAbsence",
    ("meetings:day_reopen", "pk"): "tenancy.CalendarDay",
    ("meetings:log_detail", "pk"): "meetings.MeetingLog",
    ("meetings:log_edit", "pk"): "meetings.MeetingLog",
    ("meetings:log_see", "pk"): "meetings.MeetingLog",
    ("journals:entry_excuse_undo", "pk"): "tenancy.AuditEvent",
    ("journals:grade_release_undo", "pk"): "tenancy.AuditEvent",
    ("meetings:meeting_take_back", "pk"): "tenancy.AuditEvent",
    ("mentoring:application_type_in", "pk"): "mentoring.ProgramStudent",
    ("mentoring:match_start_ready_undo", "pk"): "tenancy.AuditEvent",
    ("mentoring:interview_cancel", "pk"): "mentoring.MatchInterview",
    ("mentoring:match_propose", "place_pk"): "mentoring.ProgramStudent",
    ("mentoring:match_take_back", "pk"): "tenancy.AuditEvent",
    ("mentoring:match_mentor_add", "pk"): "mentoring.Match",
    ("mentoring:match_student_add", "pk"): "mentoring.Match",
    ("mentoring:mentee_detail", "pk"): "mentoring.Student",
    ("mentoring:program_student_decision_take_back", "pk"): "tenancy.AuditEvent",
    ("mentoring:program_student_take_back", "pk"): "tenancy.AuditEvent",
    ("mentoring:student_interview_add", "pk"): "mentoring.ProgramStudent",
    ("mentoring:child_detail", "pk"): "mentoring.Student",
    ("support:recommendation_add", "round_pk"): "support.FeedbackRound",
    ("support:call_detail", "pk"): "support.SupportCall",
    ("support:call_note", "pk"): "support.SupportCall",
    ("support:call_skip", "pk"): "support.SupportCall",
    ("support:call_reopen", "pk"): "support.SupportCall",
    ("support:call_follow_up", "pk"): "support.SupportCall",
    ("support:goal_answer", "pk"): "support.GoalReview",
    ("support:review_close", "pk"): "support.GoalReview",
    ("support:review_detail", "pk"): "support.GoalReview",
    ("support:objective_say", "pk"): "mentoring.MatchObjective",
    ("support:closing_undo_selected", "pk"): "tenancy.AuditEvent",
    ("support:continuation_answer", "pk"): "support.ContinuationAnswer",
    ("support:continuation_type_in", "pk"): "support.ContinuationAnswer",
    ("support:continuation_undo_selected", "pk"): "tenancy.AuditEvent",
    ("support:thank_you_approve", "pk"): "support.ThankYouLines",
    ("support:thank_you_reopen", "pk"): "support.ThankYouLines",
    ("support:thank_you_review", "pk"): "support.ThankYouLines",
    ("today_bring_back", "pk"): "tenancy.Snooze",
    ("tenancy:membership_add", "pk"): "tenancy.Person",
    ("tenancy:person_merge", "other_pk"): "tenancy.Person",
    ("tenancy:person_merge_refuse", "other_pk"): "tenancy.Person",
}
#: Blanks that name no row but one of a few words, the same in every district.
CODES: dict[tuple[str, str], str] = {
    ("correspondence:letter_text_edit", "kind"): "thank_mentor",
    ("correspondence:letter_text_edit", "language"): "es",
    ("correspondence:letter_text_preview", "kind"): "certificate",
    ("correspondence:letter_text_preview", "language"): "en",
    ("correspondence:letter_text_restore", "kind"): "thank_employer",
    ("correspondence:letter_text_restore", "language"): "en",
    ("correspondence:letter_text_restore", "version"): "0",
    ("correspondence:letterhead_picture", "name"): "logo",
    ("program_progress_export", "name"): "meetings",
    ("mentoring:match_detail", "side"): "timeline",
}


class UnknownKind(Exception):
    """The crawl does not know what an address is about; the text says how to teach it."""


@dataclass(frozen=True)
class Call:
    """One address with its blanks filled; whoever holds a secret word (a token) may see what it opens."""

    address: Address
    path: str
    has_rows: bool
    has_secret: bool


def model_about(address: Address, blank: str) -> str:
    """The label of the model whose id stands in a blank. Raises UnknownKind."""
    if (address.name, blank) in ABOUT:
        return ABOUT[address.name, blank]
    noun = re.sub(r"_?(pk|id)$", "", blank) or address.bare_name
    kinds = {_snake(model.__name__): model._meta.label for model in apps.get_models()}
    fitting = [name for name in kinds if noun == name or noun.startswith(f"{name}_")]
    if not fitting:
        raise UnknownKind(
            f"What is <{blank}> in {address.name} ({address.route})? Begin the address's name with the model's, "
            "or say it in ABOUT or CODES (tests/crawl/walk.py) or WORDS (tests/crawl/crowd.py)."
        )
    return kinds[max(fitting, key=len)]


def fill(address: Address, crowd: Crowd) -> Call:
    """The address with the ids of a crowd's rows. Raises UnknownKind."""
    path, has_rows = address.route, False
    has_secret = any((address.name, blank) in WORDS for blank in address.converters)
    for blank in address.converters:
        if (address.name, blank) in WORDS:
            value, has_rows = crowd.words[address.name, blank], True
        elif (address.name, blank) in CODES:
            value = CODES[address.name, blank]
        else:
            kind = model_about(address, blank)
            if kind not in crowd.rows:
                raise UnknownKind(f"<{blank}> of {address.name} is about a {kind}, of which the crowd has no row.")
            row = crowd.rows[kind]
            value, has_rows = str(row.pk), True
        path = re.sub(rf"<(?:\w+:)?{blank}>", value, path)
    return Call(address, re.sub(r"^\^|\$$|\\Z", "", path), has_rows, has_secret)


def calls(addresses: Iterable[Address], crowd: Crowd) -> list[Call]:
    """Every address, filled in."""
    return [fill(address, crowd) for address in addresses]


def ask(client: Client, method: str, mount_point: str, call: Call) -> HttpResponse:
    """Call an address below a mount point."""
    return client.generic(method, mount_point + call.path, content_type="application/x-www-form-urlencoded")


def is_login(response: HttpResponse) -> bool:
    """Whether the answer sends one to sign in."""
    return response.status_code == 302 and response.headers["Location"].startswith(settings.LOGIN_URL)


def body(response: HttpResponse) -> str:
    """The whole answer as text, downloads too."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


def broken(response: HttpResponse) -> Iterator[str]:
    """Says where a view failed."""
    if response.status_code >= 500:
        fault = getattr(response, "exc_info", None)
        where = traceback.format_exception(*fault)[-3:] if fault else []
        yield f"{response.status_code} {' '.join(' '.join(where).split())[-600:]}"


def told(response: HttpResponse, secrets: set[str]) -> Iterator[str]:
    """Says which words of somebody else's district the answer holds."""
    text = body(response).lower()
    yield from (f"shows {word}" for word in sorted(secrets) if word.lower() in text)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
