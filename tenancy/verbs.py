"""What the verbs of the audit log mean, in words that follow a name: "Ana García · gave a role".

Each app names its own as ``audit_verbs`` of its AppConfig; a verb without words fails a test.
"""

from collections.abc import Mapping
from functools import cache

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "audit_event.export": _("exported the audit log"),
    "calendar_day.add": _("added days to the school calendar"),
    "calendar_day.delete": _("took a day out of the school calendar"),
    "district.change": _("changed the district’s settings"),
    "district.create": _("made the district"),
    "district.deactivate": _("closed the district"),
    "district.reactivate": _("opened the district again"),
    "grant.end": _("stopped sharing by exception"),
    "grant.give": _("shared by exception"),
    # Of one kind of thing alone: the verb, a space, the thing.
    "grant.end tenancy.membershipgrant": _("ended cover"),
    "grant.give tenancy.membershipgrant": _("named cover"),
    "job.cancel": _("canceled long work"),
    "job.fail": _("gave up long work after a fault"),
    "job.finish": _("finished long work"),
    "job.start": _("started long work"),
    "membership.change": _("changed where a role holds"),
    "membership.end": _("ended a role"),
    "membership.give": _("gave a role"),
    "person.add": _("added a person"),
    "person.change": _("changed a person’s details"),
    "person.apart": _("said that two people are not the same"),
    "person.deactivate": _("deactivated a person"),
    "person.export": _("exported a list of people"),
    "person.merge": _("merged a duplicate into a person"),
    "person.reactivate": _("took a person back"),
    "person.retire": _("emptied a person’s data for good"),
    "person.read": _("opened a person’s page"),
    "school.add": _("added a school"),
    "school.bring_back": _("put a school into use again"),
    "school.change": _("changed a school"),
    "school.retire": _("took a school out of use"),
    "school_year.add": _("added a school year"),
    "school_year.change": _("changed a school year"),
    "today.bring_back": _("brought back a line of their Today"),
    "today.put_off": _("put off a line of their Today"),
}


@cache
def all_verbs() -> Mapping[str, str | Promise]:
    """Every app's verbs with their words."""
    return {verb: words for app in apps.get_app_configs() for verb, words in getattr(app, "audit_verbs", {}).items()}
