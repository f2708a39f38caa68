"""What the audit log calls the things of this floor."""

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from meetings.models import CalendarFeed, DayAbsence, Meeting
from tenancy.logged import logged

logged(CalendarFeed, _("Private calendar address"))
logged(DayAbsence, _("Absence on a day"), naming=lambda one: date_format(one.day))
logged(Meeting, _("Meeting"), naming=lambda one: date_format(one.on))
