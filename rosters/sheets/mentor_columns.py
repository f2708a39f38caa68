"""The columns of a sheet of mentors, and how their cells are read."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.models import OtherRole, ProgramMentor
from rosters.sheets import values
from rosters.sheets.areas import AREA_NAMES, career_areas
from rosters.sheets.columns import SheetColumn
from rosters.sheets.reading import Value
from rosters.sheets.rows import Place
from rosters.sheets.templates import DAY_FORMAT
from rosters.sheets.values import BadValue
from screening.models import CheckType, Training
from tenancy.names import fold

CHECK_TYPES: Mapping[str, object] = {fold(str(kind.label)): kind for kind in CheckType} | {
    "name": CheckType.NAME,
    "criminal": CheckType.NAME,
    "criminal record": CheckType.NAME,
    "criminal background": CheckType.NAME,
    "background check": CheckType.NAME,
    "state": CheckType.NAME,
    "state police": CheckType.NAME,
    "fingerprint": CheckType.FINGERPRINT,
    "fingerprints": CheckType.FINGERPRINT,
    "fbi": CheckType.FINGERPRINT,
    "livescan": CheckType.FINGERPRINT,
    "live scan": CheckType.FINGERPRINT,
    "doj": CheckType.FINGERPRINT,
    "huellas": CheckType.FINGERPRINT,
    "sex offender": CheckType.SEX_OFFENDER,
    "nsopw": CheckType.SEX_OFFENDER,
    "child abuse": CheckType.CHILD_ABUSE,
    "driving": CheckType.DRIVING,
    "dmv": CheckType.DRIVING,
    "other": CheckType.OTHER,
}
_OTHER_ROLES = {
    "speaker": OtherRole.SPEAKER,
    "guest speaker": OtherRole.SPEAKER,
    "speak": OtherRole.SPEAKER,
    "tour": OtherRole.TOUR,
    "tours": OtherRole.TOUR,
    "workplace tour": OtherRole.TOUR,
    "mock interview": OtherRole.MOCK_INTERVIEW,
    "mock interviews": OtherRole.MOCK_INTERVIEW,
    "interviews": OtherRole.MOCK_INTERVIEW,
} | {fold(str(role.label)): role for role in OtherRole}
_State = ProgramMentor.State
#: What a column of states says: who takes part, who waits, who has left.
STATUSES: Mapping[str, object] = {
    "active": _State.ACCEPTED,
    "accepted": _State.ACCEPTED,
    "applied": _State.APPLIED,
    "waiting": _State.APPLIED,
    "left": _State.LEFT,
    "inactive": _State.LEFT,
    "approved": _State.ACCEPTED,
    "cleared": _State.ACCEPTED,
    "confirmed": _State.ACCEPTED,
    "current": _State.ACCEPTED,
    "matched": _State.ACCEPTED,
    "mentor": _State.ACCEPTED,
    "mentoring": _State.ACCEPTED,
    "returning": _State.ACCEPTED,
    "activo": _State.ACCEPTED,
    "activa": _State.ACCEPTED,
    "aceptado": _State.ACCEPTED,
    "aceptada": _State.ACCEPTED,
    "yes": _State.ACCEPTED,
    "y": _State.ACCEPTED,
    "applicant": _State.APPLIED,
    "candidate": _State.APPLIED,
    "in process": _State.APPLIED,
    "in progress": _State.APPLIED,
    "interested": _State.APPLIED,
    "new": _State.APPLIED,
    "pending": _State.APPLIED,
    "prospect": _State.APPLIED,
    "wait list": _State.APPLIED,
    "waiting list": _State.APPLIED,
    "waitlist": _State.APPLIED,
    "waitlisted": _State.APPLIED,
    "pendiente": _State.APPLIED,
    "declined": _State.LEFT,
    "ended": _State.LEFT,
    "former": _State.LEFT,
    "n": _State.LEFT,
    "no": _State.LEFT,
    "not active": _State.LEFT,
    "rejected": _State.LEFT,
    "withdrawn": _State.LEFT,
    "withdrew": _State.LEFT,
    "inactivo": _State.LEFT,
    "inactiva": _State.LEFT,
}
#: Who is accepted into a program: said on the guide and where a sheet is brought in.
WHO_IS_ACCEPTED = gettext_lazy(
    "A mentor is accepted into the program with “Accepted on”, with a status such as Active, or with the day of a "
    "check or training. Everybody else comes in as applied, and waits for a decision."
)


def other_roles(value: Value) -> list[str]:
    """How somebody takes part besides, as codes."""
    found = []
    for word in values.several(value):
        role = _OTHER_ROLES.get(fold(word))
        if role is None:
            raise BadValue(_("“%(typed)s” is not known. Write speaker, tour or mock interview.") % {"typed": word[:40]})
        found.append(role.value)
    return found


def columns(on: date, place: Place) -> list[SheetColumn]:
    """The columns of a sheet of mentors; drop-downs name the programs in reach and the trainings."""
    offered = Training.objects.of(place.district).filter(is_active=True).order_by("title")
    titles = [one.title for one in offered]
    return [*_personal_columns(), *_check_columns(on), *_training_columns(on, titles), *_last_columns(place)]


def _personal_columns() -> list[SheetColumn]:
    return [
        SheetColumn(
            "given_name",
            gettext_lazy("First name"),
            values.name,
            gettext_lazy("The mentor’s own."),
            "Mia",
            is_required=True,
            synonyms=("mentor first name", "given name", "nombre", "first"),
        ),
        SheetColumn(
            "family_name",
            gettext_lazy("Last name"),
            values.name,
            gettext_lazy("The mentor’s own."),
            "Fischer",
            is_required=True,
            synonyms=("mentor last name", "family name", "surname", "apellido", "last"),
        ),
        SheetColumn(
            "name",
            gettext_lazy("Mentor name"),
            values.full_name,
            gettext_lazy("Instead of two columns: last name, comma, first name."),
            "",
            synonyms=("mentor", "name", "full name", "volunteer", "volunteer name"),
            is_in_template=False,
        ),
        SheetColumn(
            "preferred_name",
            gettext_lazy("Goes by"),
            values.name,
            gettext_lazy("If it differs from the first name."),
            "",
            synonyms=("preferred name", "nickname"),
        ),
        SheetColumn(
            "email",
            gettext_lazy("Email"),
            values.email,
            gettext_lazy("Tells mentors of the same name apart; mails go there."),
            "mia.fischer@works.example",
            synonyms=("email address", "mentor email", "work email", "contact email"),
            width=30,
        ),
        SheetColumn(
            "phone",
            gettext_lazy("Mobile phone"),
            values.phone,
            gettext_lazy("With area code."),
            "(312) 555-0101",
            synonyms=("phone", "phone number", "mentor phone", "cell", "work phone", "contact number"),
        ),
        SheetColumn(
            "employer",
            gettext_lazy("Employer"),
            lambda value: values.text(value, most=160),
            gettext_lazy("The business or agency. Always written alike: it becomes one employer."),
            "Lakeside Clinic",
            synonyms=("company", "business", "organization", "place of work", "workplace", "agency", "employer name"),
            width=28,
        ),
        SheetColumn(
            "job_title",
            gettext_lazy("Job title"),
            lambda value: values.text(value, most=120),
            gettext_lazy("What they do there."),
            "Nurse",
            synonyms=("title", "position", "occupation", "role", "job", "puesto", "profession"),
            width=24,
        ),
        SheetColumn(
            "employer_until",
            gettext_lazy("Employed until"),
            values.day,
            gettext_lazy("The last day with this employer, if they have left or will."),
            "",
            synonyms=("employment end", "left employer", "employment end date", "last day of employment"),
            number_format=DAY_FORMAT,
        ),
        SheetColumn(
            "career_areas",
            gettext_lazy("Career areas"),
            career_areas,
            gettext_lazy("What kind of work; several with a semicolon."),
            AREA_NAMES[8],
            synonyms=("career area", "industry", "industries", "field", "career cluster", "cluster", "sector"),
            choices=AREA_NAMES,
            width=28,
        ),
    ]


def _check_columns(on: date) -> list[SheetColumn]:
    return [
        SheetColumn(
            "check_type",
            gettext_lazy("Check type"),
            values.choice(CHECK_TYPES),
            gettext_lazy("Which background check. Empty with a date: a check of the criminal record by name."),
            str(CheckType.FINGERPRINT.label),
            synonyms=(
                "background check type",
                "type of check",
                "clearance type",
                "background check",
                "type of background check",
                "bg check",
                "bgc",
                "check",
            ),
            choices=[str(one.label) for one in CheckType],
            width=28,
        ),
        SheetColumn(
            "check_cleared_on",
            gettext_lazy("Check cleared on"),
            values.past_day(on),
            gettext_lazy("The day of a clear result. The report itself never comes here."),
            "2026-08-20",
            synonyms=(
                "cleared on",
                "clearance date",
                "background check date",
                "check date",
                "date cleared",
                "cleared",
                "background check cleared",
                "bgc date",
                "fingerprint date",
            ),
            number_format=DAY_FORMAT,
        ),
        SheetColumn(
            "check_expires_on",
            gettext_lazy("Check expires on"),
            values.day,
            gettext_lazy("The last day on which it counts; empty where it does not run out."),
            "2028-08-20",
            synonyms=(
                "expires on",
                "expiration date",
                "check expiration",
                "clearance expires",
                "background check expires",
                "valid until",
                "background check expiration date",
                "bgc expires",
                "expires",
                "expiration",
            ),
            number_format=DAY_FORMAT,
        ),
        SheetColumn(
            "check_vendor",
            gettext_lazy("Check made by"),
            lambda value: values.text(value, most=80),
            gettext_lazy("The agency or company that made it."),
            "",
            synonyms=("vendor", "background check vendor", "agency that checked", "checked by"),
        ),
        SheetColumn(
            "check_amount",
            gettext_lazy("Check cost"),
            values.money,
            gettext_lazy("In dollars."),
            "",
            synonyms=("cost", "fee", "background check cost", "amount", "check fee"),
            number_format='"$"#,##0.00',
        ),
    ]


def _training_columns(on: date, titles: Sequence[str]) -> list[SheetColumn]:
    return [
        SheetColumn(
            "training",
            gettext_lazy("Training"),
            lambda value: values.text(value, most=120),
            gettext_lazy("Which training, where the district has several. Empty with a date: the mentor training."),
            titles[0] if titles else "Mentor training",
            synonyms=("training name", "training title", "training course"),
            choices=titles,
            width=26,
        ),
        SheetColumn(
            "training_on",
            gettext_lazy("Trained on"),
            values.past_day(on),
            gettext_lazy("The day on which they took the training."),
            "2026-09-10",
            synonyms=(
                "training date",
                "mentor training date",
                "training completed",
                "training completed on",
                "trained",
                "date trained",
                "mentor training",
            ),
            number_format=DAY_FORMAT,
        ),
        SheetColumn(
            "orientation_on",
            gettext_lazy("Orientation on"),
            values.past_day(on),
            gettext_lazy("The day of their orientation."),
            "2026-09-03",
            synonyms=(
                "orientation date",
                "orientation",
                "orientation completed",
                "oriented on",
                "attended orientation",
            ),
            number_format=DAY_FORMAT,
        ),
    ]


def _last_columns(place: Place) -> list[SheetColumn]:
    return [
        SheetColumn(
            "accepted_on",
            gettext_lazy("Accepted on"),
            values.past_day(place.on),
            gettext_lazy("The day on which you took them on as a mentor, if you know it."),
            "",
            synonyms=("accepted", "date accepted", "approved on", "date approved", "mentor since", "mentoring since"),
            number_format=DAY_FORMAT,
        ),
        SheetColumn(
            "status",
            gettext_lazy("Status"),
            values.choice(STATUSES),
            gettext_lazy(
                "Active: accepted into the program. Applied: waits for your decision. Empty: accepted where the row "
                "has the day of a check or training."
            ),
            "Active",
            synonyms=("mentor status", "active", "estado", "current status", "match status"),
            choices=["Active", "Applied"],
        ),
        SheetColumn(
            "other_roles",
            gettext_lazy("Other roles"),
            other_roles,
            gettext_lazy("How else they take part: speaker, tour, mock interview; several with a semicolon."),
            "speaker; tour",
            synonyms=("also willing to", "other ways to help", "other interests", "volunteer roles", "willing to"),
            width=24,
        ),
        SheetColumn(
            "program",
            gettext_lazy("Program"),
            lambda value: values.text(value, most=120),
            gettext_lazy("The mentoring program. Empty: the one chosen on the page, or none."),
            place.programs[0].name if place.programs else "",
            synonyms=("mentoring program", "program name"),
            choices=list(dict.fromkeys(program.name for program in place.programs)),
            width=26,
        ),
    ]


NOTES = [
    gettext_lazy(
        "One row for each mentor; a further row with the same name and email adds a further check or training."
    ),
    gettext_lazy("An empty cell changes nothing. A second file changes only what differs."),
    WHO_IS_ACCEPTED,
    gettext_lazy(
        "Nobody is accepted who is too young. Dates of birth are not in the sheet: before it is brought in, you say "
        "whether the mentors are old enough."
    ),
    gettext_lazy("Of a background check only its kind, the day and until when it counts. Bring clear results only."),
    gettext_lazy(
        "Never kept: Social Security numbers, home addresses, reports of checks, passwords. Such a row is given back."
    ),
]


def required_refusal(keys: Sequence[str]) -> str:
    """What columns are missing to take any row at all; "" when none."""
    if "name" in keys or {"given_name", "family_name"} <= set(keys):
        return ""
    return _("Choose the columns of first and last name.")
