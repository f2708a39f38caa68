"""Messages of the top floor: what is put together from all the others."""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config import weekly
from correspondence.kinds import kind
from correspondence.links import absolute
from correspondence.models import Message
from tenancy.http import district_url
from tenancy.permissions import Role


@kind("config/weekly", label=_("Weekly summary"), muted_by=[Role.COORDINATOR, Role.ADMINISTRATOR])
def weekly_context(message: Message) -> Mapping[str, object]:
    """The week as it stands when the summary leaves."""
    return {
        "week": weekly.week_of(message.person, timezone.localdate()) if message.person else weekly.Week(),
        "home_url": absolute(district_url(message.district, "home")),
        "matches_url": absolute(district_url(message.district, "mentoring:match_list")),
    }
