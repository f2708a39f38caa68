"""One measured number, beside the reference it is compared with."""

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Figure:
    """What was measured, in which case, against what.

    `reference` is measured in the same run; `ratio` is value / reference; `aim` is the largest ratio that is fine.
    """

    figure: str
    case: str
    value: float
    unit: str
    reference: float
    aim: float
    ratio: float = field(init=False)
    ok: bool = field(init=False)

    def __post_init__(self) -> None:
        """Compute the ratio and the verdict."""
        object.__setattr__(self, "ratio", round(self.value / self.reference, 3))
        object.__setattr__(self, "ok", self.ratio <= self.aim)

    def line(self) -> dict[str, str | float | bool]:
        """The figure as `make bench` prints it."""
        order = ("figure", "case", "value", "unit", "reference", "ratio", "aim", "ok")
        values = asdict(self)
        return {name: values[name] for name in order}
