"""What classes work on, assignments and shared work, the weekly class."""

from classes.models.assignment import Assignment, SharedWork, WorkComment
from classes.models.class_day import ClassAbsence, ClassDay, ClassTime
from classes.models.class_focus import ClassFocus

__all__ = ["Assignment", "ClassAbsence", "ClassDay", "ClassFocus", "ClassTime", "SharedWork", "WorkComment"]
