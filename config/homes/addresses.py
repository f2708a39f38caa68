"""Where the homes lead: pages of other floors by what one does there."""

from django.urls import NoReverseMatch, reverse

#: What one does → the name of the address.
PLACES = {
    "calendar": "meetings:meeting_calendar",
    "desk": "meetings:desk_list",
    "worries": "meetings:worry_list",
    "attendance": "classes:class_day_take",
    "referrals": "support:referral_list",
}


def links(label: str, place: str, *args: object) -> list[tuple[str, str]]:
    """The link to a place, if this installation has it."""
    try:
        return [(label, reverse(PLACES[place], args=args))]
    except NoReverseMatch:
        return []
