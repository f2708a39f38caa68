"""Running the outbox's tasks as a worker does."""

from celery import Task

from correspondence import tasks
from correspondence.models import Message
from tenancy.celery import HEADER
from tests.conftest import Cast


def run(task: Task, *args: object, of: Cast) -> None:
    """Run a task of a district; what it raises is raised here."""
    task.apply(args, headers={HEADER: of.district.pk}, throw=True)


def deliver(message: Message, of: Cast) -> Message:
    """Deliver one message; returns the row as it is then."""
    run(tasks.deliver, message.pk, of=of)
    return again(message, of)


def again(message: Message, of: Cast) -> Message:
    """The row as it is now."""
    with of.open():
        return Message.objects.prefetch_related("events").get(pk=message.pk)


def verbs(message: Message, of: Cast) -> list[str]:
    """What happened to the message, in order."""
    with of.open():
        return list(message.events.order_by("at", "pk").values_list("verb", flat=True))
