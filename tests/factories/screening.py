"""What is asked of people, and what is recorded of them."""

from datetime import UTC, date, datetime

import factory

from screening.models import (
    Acknowledgement,
    Asked,
    BackgroundCheck,
    CheckType,
    HoldReason,
    Incident,
    IncidentNote,
    IncidentPerson,
    PolicyDocument,
    PolicyText,
    PolicyVersion,
    Reference,
    Requirement,
    RequirementSet,
    SafetyHold,
    Training,
    TrainingRecord,
)
from tests.factories.tenancy import PersonFactory


class TrainingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Training

    title = factory.Sequence(lambda n: f"Mentor training {n}")


class PolicyDocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PolicyDocument

    title = factory.Sequence(lambda n: f"Guidelines {n}")


class PolicyVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PolicyVersion

    document = factory.SubFactory(PolicyDocumentFactory)
    number = 1
    published_on = date(2026, 8, 1)
    takes_effect_on = date(2026, 8, 1)


class PolicyTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PolicyText

    version = factory.SubFactory(PolicyVersionFactory)
    language = "en"
    title = "Guidelines"
    body = "Meetings are always supervised."


class RequirementSetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RequirementSet

    name = factory.Sequence(lambda n: f"One-to-one {n}")
    state = RequirementSet.State.CURRENT


class RequirementFactory(factory.django.DjangoModelFactory):
    """A background check by name; ``training=`` or ``document=`` with the kind for another."""

    class Meta:
        model = Requirement

    requirement_set = factory.SubFactory(RequirementSetFactory)
    kind = Requirement.Kind.BACKGROUND_CHECK
    title = "Background check"
    check_type = factory.LazyAttribute(
        lambda made: CheckType.NAME if made.kind == Requirement.Kind.BACKGROUND_CHECK else ""
    )


class AskedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Asked

    person = factory.SubFactory(PersonFactory)
    requirement_set = factory.SubFactory(RequirementSetFactory)
    asked_on = date(2026, 8, 1)


class BackgroundCheckFactory(factory.django.DjangoModelFactory):
    """A check that was clear."""

    class Meta:
        model = BackgroundCheck

    person = factory.SubFactory(PersonFactory)
    check_type = CheckType.NAME
    outcome = BackgroundCheck.Outcome.CLEAR
    decided_on = factory.LazyAttribute(
        lambda made: date(2026, 9, 1) if made.outcome in {"clear", "not_clear"} else None
    )


class TrainingRecordFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TrainingRecord

    person = factory.SubFactory(PersonFactory)
    training = factory.SubFactory(TrainingFactory)
    completed_on = date(2026, 9, 1)


class AcknowledgementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Acknowledgement

    person = factory.SubFactory(PersonFactory)
    version = factory.SubFactory(PolicyVersionFactory)
    acknowledged_on = date(2026, 9, 1)
    how = Acknowledgement.How.PAPER


class ReferenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Reference

    person = factory.SubFactory(PersonFactory)
    referee_name = factory.Sequence(lambda n: f"Referee {n}")
    outcome = Reference.Outcome.GOOD
    received_on = date(2026, 9, 1)


class SafetyHoldFactory(factory.django.DjangoModelFactory):
    """A live hold, with its reason."""

    class Meta:
        model = SafetyHold
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory)
    placed_by = factory.SubFactory(PersonFactory)
    placed_at = datetime(2026, 9, 1, 15, 0, tzinfo=UTC)
    reason = factory.RelatedFactory("tests.factories.screening.HoldReasonFactory", factory_related_name="hold")


class HoldReasonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HoldReason

    hold = factory.SubFactory(SafetyHoldFactory, reason=None)
    moment = HoldReason.Moment.PLACED
    text = factory.Sequence(lambda n: f"Something that was said {n}")


class IncidentFactory(factory.django.DjangoModelFactory):
    """An incident with its report."""

    class Meta:
        model = Incident
        skip_postgeneration_save = True

    kind = Incident.Kind.INJURY
    happened_at = datetime(2026, 9, 1, 15, 0, tzinfo=UTC)
    reported_by = factory.SubFactory(PersonFactory)
    reported_at = datetime(2026, 9, 1, 16, 0, tzinfo=UTC)
    note = factory.RelatedFactory("tests.factories.screening.IncidentNoteFactory", factory_related_name="incident")


class IncidentNoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = IncidentNote

    incident = factory.SubFactory(IncidentFactory, note=None)
    written_by = factory.SubFactory(PersonFactory)
    written_at = datetime(2026, 9, 1, 16, 0, tzinfo=UTC)
    text = factory.Sequence(lambda n: f"Somebody fell {n}")
    authorities = IncidentNote.Authorities.NOT_NEEDED


class IncidentPersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = IncidentPerson

    incident = factory.SubFactory(IncidentFactory)
    person = factory.SubFactory(PersonFactory)
