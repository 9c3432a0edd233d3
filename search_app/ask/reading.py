"""A question as it was read: a small typed query, the words that each part of it came from, and what was not understood."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from search_app.ask.lexicon import Project, Unit
from search_app.ask.operations import Operation
from search_app.ask.periods import Period
from search_app.ask.plan import Asked
from search_app.ask.sounds import Heard


@dataclass(frozen=True, slots=True)
class Part:
    """A word of the question, [start, end) as typed, and what it was taken for."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """`asked` of `targets` (unit IRI and year) by `operation`; `refusal` says why it cannot be answered, else it is empty.

    `every_unit`: no unit was named. `whole`: the whole of which a share is asked, or what a ratio is divided by. `indicators`: their
    names. `then`: what is asked of the first of a ranking. `heard`: what was taken for something else that was typed. `candidates`:
    the units that an unclear name may mean. `partly`: words that are part of the name of the indicator asked for, where nothing says
    that an indicator is meant. `earlier`: the
    unit and year of reports that may print what is asked of the year before, whose own report is not loaded. `why`: the reason is
    asked for. `divisor`: the number that the question divides by. `money`: the amount (元) whose subject is asked for. `excluded`: what the
    question leaves out of what it ranks. `framing`: what is left, where it only frames the question. `by`: rules, or model where a
    language model proposed the query.
    """

    typed: str
    operation: Operation
    units: tuple[Unit, ...] = ()
    every_unit: bool = False
    period: Period = Period()
    targets: tuple[tuple[str, int], ...] = ()
    asked: tuple[Asked, ...] = ()
    whole: tuple[Asked, ...] = ()
    projects: tuple[Project, ...] = ()
    indicators: tuple[str, ...] = ()
    then: tuple[Asked, ...] = ()
    heard: tuple[Heard, ...] = ()
    candidates: tuple[Unit, ...] = ()
    parts: tuple[Part, ...] = ()
    left: tuple[str, ...] = ()
    framing: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    refusal: str = ""
    earlier: tuple[tuple[str, int], ...] = ()
    why: bool = False
    divisor: int = 0
    money: Decimal | None = None
    excluded: tuple[Asked, ...] = ()
    by: str = "rules"
    can_be_proposed: bool = False

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the targets."""
        return tuple(sorted({year for _, year in self.targets}))
