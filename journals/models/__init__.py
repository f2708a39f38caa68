"""Prompts, journal entries, rubrics and grades."""

from journals.models.entry import Entry, EntryVersion
from journals.models.grade import BankedComment, Grade, Mark
from journals.models.prompt import Prompt
from journals.models.rubric import Criterion, Level, Rubric

__all__ = ["BankedComment", "Criterion", "Entry", "EntryVersion", "Grade", "Level", "Mark", "Prompt", "Rubric"]
