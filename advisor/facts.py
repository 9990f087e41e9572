"""
What can be known of a case: the types of fact, their strata, and a fact itself.

Reported facts are stratum 0; rules conclude the facts of strata 1 to 8.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias


class Unknown(enum.Enum):
    """The type of `UNKNOWN`, the value of an attribute that was not given."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"

    __hash__ = object.__hash__  # an enumeration's own takes ten times as long


UNKNOWN: Final = Unknown.UNKNOWN
Scalar: TypeAlias = str | int | float
AttributeValue: TypeAlias = Scalar | tuple[Scalar, ...] | Literal[Unknown.UNKNOWN]

REPORTED: Final = 0
"""The stratum of what the runner reports; rules conclude strata 1 to 8."""
STRATA: Final = range(1, 9)
TRIAGE, COVERAGE, WITHHOLDING, PATTERNS, KEYS, DRILLS, NOTES = range(2, 9)
GATED: Final = range(COVERAGE, NOTES)
"""The strata that do not run while an emergency or urgent rule may still be true."""
SEVERE: Final = ("urgent", "emergency")
"""The levels of referral that shut the gate."""
WITHHOLDABLE: Final = ("drill", "exercise", "cue")
"""What can be withheld; a conclusion names one of them."""
REASONING: Final = range(PATTERNS, NOTES)
"""The strata that do not run with a clinician referral, or with only outside symptoms."""


KM_PER_MILE: Final = 1.609344
"""Exactly, by definition of the mile."""

OUTCOMES: Final = (
    "emergency",
    "urgent",
    "not-cleared",
    "see-clinician",
    "drills",
    "all-withheld",
    "outside-method",
    "need-more",
    "nothing-to-add",
)
"""What an advice can come to, the first that applies; each needs its words."""


@dataclass(frozen=True, slots=True)
class FactType:
    """
    A kind of fact.

    `identity` is the attribute that names a fact of it; `orders` holds, for an attribute whose
    values have an order, those values from the weakest to the strongest. The first of them decides
    which conclusion stands, the others between equals.
    """

    name: str
    stratum: int
    identity: str
    orders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def strength(self) -> str | None:
        """The ordered attribute by which the strongest conclusion stands, if there is one."""
        return next(iter(self.orders), None)


FACT_TYPES: Final[Mapping[str, FactType]] = {
    one.name: one
    for one in (
        FactType("runner", REPORTED, "id"),
        FactType("area", REPORTED, "id"),
        FactType("symptom", REPORTED, "id"),
        FactType("exercise", REPORTED, "id"),
        FactType("observation", REPORTED, "id"),
        FactType("screening", REPORTED, "id"),
        FactType("tried", REPORTED, "drill"),
        FactType("load", 1, "name"),
        FactType("referral", TRIAGE, "name", {"level": ("clinician", "urgent", "emergency")}),
        FactType("caution", TRIAGE, "name"),
        FactType("coverage", COVERAGE, "key", {"level": ("missing", "partly", "covered")}),
        FactType("sign", COVERAGE, "key", {"level": ("present", "missing")}),
        FactType("withheld", WITHHOLDING, "what"),
        FactType("pattern", PATTERNS, "name", {"confidence": ("possible", "likely")}),
        FactType(
            "key",
            KEYS,
            "name",
            {"level": ("partly-on-paper", "missing-on-paper", "missing-as-seen")},
        ),
        FactType(
            "drill",
            DRILLS,
            "name",
            {"stage": ("later", "check", "now"), "range": ("full", "small")},
        ),
        FactType("note", NOTES, "name"),
    )
}
OPENABLE: Final = ("area", "symptom", "exercise", "tried")
"""The reported types whose section of a case may be absent, and is then open."""


@dataclass(frozen=True, eq=False)
class Fact:
    """
    Something known of a case: reported, or concluded.

    An attribute that may exist but was not given is `UNKNOWN`; one that cannot exist (a symptom
    without a spot) is not in `attributes` at all, and fails every test. `assumed` names attributes
    that hold a declared default because the runner did not say.
    """

    type: str
    identity: str
    attributes: Mapping[str, AttributeValue]
    assumed: tuple[str, ...] = ()

    @functools.cached_property
    def name(self) -> str:
        """The fact's name within a case, as in `symptom:knee-unplaced`."""
        return f"{self.type}:{self.identity}"

    @functools.cached_property
    def rank(self) -> tuple[int, ...]:
        """
        How strong a conclusion is among those of its name, to be compared.

        It is the place of each ordered attribute in its order; one not given comes before all.
        """
        return tuple(
            order.index(str(self.get(name))) if self.get(name) is not None else -1
            for name, order in FACT_TYPES[self.type].orders.items()
        )

    @functools.cached_property
    def content(self) -> tuple[object, ...]:
        """What the fact says, to be compared and looked up by; two facts may say the same."""
        return (self.type, *self.attributes.items())

    def get(self, attribute: str) -> AttributeValue | None:
        """Give the value of an attribute, None where the fact lacks it."""
        return self.attributes.get(attribute)
