"""Nouns of screening."""

from screening.models.acknowledgement import Acknowledgement, PolicyDocument, PolicyText, PolicyVersion
from screening.models.asked import Asked
from screening.models.background_check import BackgroundCheck
from screening.models.hold import HoldReason, SafetyHold
from screening.models.incident import Incident, IncidentNote, IncidentPerson
from screening.models.record import Record
from screening.models.reference import Reference
from screening.models.requirement import CheckType, Requirement, RequirementSet, Tier
from screening.models.training import Training, TrainingRecord

__all__ = [
    "Acknowledgement",
    "Asked",
    "BackgroundCheck",
    "CheckType",
    "HoldReason",
    "Incident",
    "IncidentNote",
    "IncidentPerson",
    "PolicyDocument",
    "PolicyText",
    "PolicyVersion",
    "Record",
    "Reference",
    "Requirement",
    "RequirementSet",
    "SafetyHold",
    "Tier",
    "Training",
    "TrainingRecord",
]
