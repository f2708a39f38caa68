"""Three requirement sets to start from, one for each way of running a program (where people meet decides)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from screening.models.requirement import CheckType, Requirement, Tier
from screening.models.training import Topic, Training

Kind = Requirement.Kind


@dataclass(frozen=True)
class StepPreset:
    """One requirement of a preset. ``training`` and ``document`` are keys of TRAININGS and DOCUMENTS."""

    kind: Requirement.Kind
    title: str
    minutes: int
    check_type: str = ""
    tier: int = Tier.ROOM
    training: str = ""
    document: str = ""
    valid_months: int | None = None
    renews_yearly: bool = False


@dataclass(frozen=True)
class TrainingPreset:
    """A training that a preset asks for."""

    title: str
    minutes: int
    kind: Training.Kind = Training.Kind.TRAINING
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class DocumentPreset:
    """A policy that a preset asks for, with a first wording in each language: (title, text)."""

    minutes: int
    texts: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class SetPreset:
    """A requirement set to start from."""

    code: str
    name: str
    words: str | Promise
    steps: tuple[StepPreset, ...]


TRAININGS = {
    "basics": TrainingPreset("Mentor training", 30, topics=tuple(Topic.values)),
    "orientation": TrainingPreset("Orientation for mentors", 20, Training.Kind.ORIENTATION),
    "one_to_one": TrainingPreset("Mentor training: one-to-one", 60, topics=tuple(Topic.values)),
}

DOCUMENTS = {
    "guidelines": DocumentPreset(
        5,
        {
            "en": (
                "Guidelines for mentors",
                "I meet students only at the places and times that the school has agreed to, and never without the "
                "supervision it arranges.\n\n"
                "I treat every student fairly and with respect.\n\n"
                "I keep what students tell me to myself, except when somebody may be in danger: then I tell the school "
                "at once.\n\n"
                "I share what I know of my work, all sides of it. I am a resource, not a counselor: when a student "
                "needs help of another kind, I tell the school counselor.\n\n"
                "I am not paid for mentoring, and students do no work for me or my employer.",
            ),
            "es": (
                "Normas para mentores",
                "Me reúno con los estudiantes solo en los lugares y horarios acordados con la escuela, y nunca sin la "
                "supervisión que ella organiza.\n\n"
                "Trato a todos los estudiantes con justicia y respeto.\n\n"
                "Guardo en confianza lo que los estudiantes me cuentan, salvo que alguien pueda estar en peligro: en "
                "ese caso aviso a la escuela de inmediato.\n\n"
                "Comparto lo que sé de mi trabajo, en todos sus aspectos. Soy un apoyo, no un consejero: cuando un "
                "estudiante necesita otro tipo de ayuda, aviso al consejero escolar.\n\n"
                "No recibo pago por ser mentor, y los estudiantes no trabajan para mí ni para mi empleador.",
            ),
        },
    ),
    "child_safety": DocumentPreset(
        3,
        {
            "en": (
                "Child safety policy",
                "I am never alone with a student where nobody can see us.\n\n"
                "I do not drive students, and I do not visit them at home or invite them to mine.\n\n"
                "If I see or suspect abuse or neglect, or a student tells me of it, I report it to the school the same "
                "day.",
            ),
            "es": (
                "Política de protección de menores",
                "Nunca estoy a solas con un estudiante donde nadie pueda vernos.\n\n"
                "No llevo a estudiantes en mi vehículo, no los visito en su casa ni los invito a la mía.\n\n"
                "Si veo o sospecho maltrato o abandono, o un estudiante me lo cuenta, aviso a la escuela el mismo día.",
            ),
        },
    ),
    "remote": DocumentPreset(
        4,
        {
            "en": (
                "Outings and online contact",
                "I go on outings only with the permission of the family and of the school, and with the adults named "
                "in it.\n\n"
                "I write to and talk with students only through the channels that the school has approved, with a "
                "second adult or a copy to the school.\n\n"
                "I do not follow or befriend students on social media, and I share no pictures of them.",
            ),
            "es": (
                "Salidas y contacto en línea",
                "Participo en salidas solo con el permiso de la familia y de la escuela, y con los adultos nombrados "
                "en él.\n\n"
                "Escribo y hablo con los estudiantes solo por los medios que la escuela aprobó, con un segundo adulto "
                "o con copia a la escuela.\n\n"
                "No sigo ni agrego a estudiantes en redes sociales, y no comparto fotos de ellos.",
            ),
        },
    ),
}

_REGISTRY = StepPreset(
    Kind.BACKGROUND_CHECK,
    "Sex offender registry check",
    0,
    check_type=CheckType.SEX_OFFENDER,
    tier=Tier.PLACE,
    valid_months=12,
)
_FINGERPRINTS = StepPreset(
    Kind.BACKGROUND_CHECK,
    "Fingerprint background check",
    30,
    check_type=CheckType.FINGERPRINT,
    tier=Tier.PLACE,
    renews_yearly=True,
)
_REFERENCE = StepPreset(Kind.REFERENCE, "A reference from work", 5)
_ORIENTATION = StepPreset(Kind.ORIENTATION, "Orientation", 20, training="orientation")
_TRAINING = StepPreset(Kind.TRAINING, "Training for one-to-one mentors", 60, training="one_to_one", valid_months=12)
_GUIDELINES = StepPreset(Kind.ACKNOWLEDGEMENT, "Guidelines for mentors", 5, document="guidelines")
_SAFETY = StepPreset(Kind.ACKNOWLEDGEMENT, "Child safety policy", 3, document="child_safety")

GROUP = SetPreset(
    "group",
    "Group at school, staff in the room",
    _("Groups meet at school and school staff stay in the room."),
    (
        StepPreset(
            Kind.BACKGROUND_CHECK, "Background check", 2, check_type=CheckType.NAME, tier=Tier.ROOM, valid_months=24
        ),
        StepPreset(Kind.TRAINING, "30-minute training", 30, training="basics", valid_months=12),
        _GUIDELINES,
        _SAFETY,
    ),
)
ONE_TO_ONE = SetPreset(
    "one_to_one",
    "One-to-one at school or workplace",
    _("A mentor and a student meet at school or at the mentor’s workplace."),
    (_FINGERPRINTS, _REGISTRY, _REFERENCE, _ORIENTATION, _TRAINING, _GUIDELINES, _SAFETY),
)
OUTINGS = SetPreset(
    "outings",
    "Outings and online",
    _("Mentors also take part in outings, or keep in touch online or by phone."),
    (
        StepPreset(
            Kind.BACKGROUND_CHECK,
            "Fingerprint background check",
            30,
            check_type=CheckType.FINGERPRINT,
            tier=Tier.OUTING,
            renews_yearly=True,
        ),
        StepPreset(
            Kind.BACKGROUND_CHECK,
            "Sex offender registry check",
            0,
            check_type=CheckType.SEX_OFFENDER,
            tier=Tier.OUTING,
            valid_months=12,
        ),
        StepPreset(
            Kind.BACKGROUND_CHECK,
            "Child abuse registry check",
            10,
            check_type=CheckType.CHILD_ABUSE,
            tier=Tier.OUTING,
            valid_months=12,
        ),
        _REFERENCE,
        _ORIENTATION,
        _TRAINING,
        _GUIDELINES,
        _SAFETY,
        StepPreset(Kind.ACKNOWLEDGEMENT, "Outings and online contact", 4, document="remote"),
    ),
)
PRESETS = {preset.code: preset for preset in (GROUP, ONE_TO_ONE, OUTINGS)}
