"""Who is reminded around feedback: whoever has not answered shortly before the last day, owners of what is due."""

from datetime import date, timedelta

from correspondence.links import Link
from correspondence.reminders import Due, Page, Reminder
from support import feedback_mails as mails
from support.feedback_rules import remind_from
from support.models import FeedbackInvitation, FeedbackRound, Recommendation
from tenancy.models import District
from tenancy.rules import SchoolCalendar

CHUNK = 200
#: What has been due for longer was reminded of before.
LONGEST = timedelta(days=30)


def feedback_due(district: District, on: date, after: int) -> Page:
    """Whoever has not answered, once, from three school days before the last day on."""
    calendar = SchoolCalendar.of(district)
    rounds = FeedbackRound.objects.of(district).open(on).filter(sent_at__date__lt=on)
    soon = {one.pk: one for one in rounds if remind_from(one.last_on, calendar=calendar) <= on}
    rows = FeedbackInvitation.objects.of(district).filter(round__in=soon, has_answered=False, pk__gt=after)
    found = list(rows.order_by("pk").prefetch_related("person")[:CHUNK])
    dues = []
    for one in found:
        if one.person.is_active:
            told = mails.posting(one, f"feedback:{one.round_id}:{soon[one.round_id].last_on}:{one.person_id}")
            dues.append(Due(told.to, told.dedupe_key, link=told.link, about=told.about, context=dict(told.context)))
    return Page(dues, found[-1].pk if len(found) == CHUNK else None)


def recommendation_due(district: District, on: date, after: int) -> Page:
    """Owners of what is due: once, on the day on which it is."""
    rows = Recommendation.objects.of(district).open().filter(due_on__range=(on - LONGEST, on), pk__gt=after)
    found = list(rows.order_by("pk").prefetch_related("owner")[:CHUNK])
    dues = [
        Due(
            to=one.owner,
            key=f"recommendation:{one.pk}:{one.due_on}:{one.owner_id}",
            link=Link(mails.RECOMMENDATION, one.pk),
            about=mails.about_recommendation(one.pk),
            context={"recommendation": one.pk},
        )
        for one in found
        if one.owner.is_active
    ]
    return Page(dues, found[-1].pk if len(found) == CHUNK else None)


REMINDERS = (
    Reminder("feedback_due", mails.DUE, feedback_due),
    Reminder("recommendation_due", mails.RECOMMENDED, recommendation_due),
)
