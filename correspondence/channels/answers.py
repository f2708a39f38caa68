"""What the other side says when it does not take a message."""

from correspondence.models import Fault


class Refused(Exception):
    """It will never be taken. ``reply`` is the other side's code, never its words: they may repeat what was sent."""

    def __init__(self, fault: Fault, reply: str = "") -> None:
        self.fault, self.reply = fault, reply[:40]
        super().__init__(fault)


class TryLater(Exception):
    """It may be taken later: nobody answered, too much at once, or our own access is at fault."""

    def __init__(self, reply: str = "") -> None:
        self.reply = reply[:40]
        super().__init__(self.reply)
