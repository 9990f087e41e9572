"""The strata of the rules as people say them: step by step, what each asks and when it runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class Step(NamedTuple):
    """A stratum: its name, the question its rules answer, and in which cases they are judged."""

    name: str
    asks: str
    runs: str


_ALWAYS = "Judged in every case."
_CLEARED = "Judged when the age is known and no emergency or urgent sign is reported or left open."
_REASONED = (
    "Judged when the age is known, no emergency or urgent sign is reported or left open, nothing "
    "refers the runner, and not all complaints are outside the method."
)

STEPS: Final[Mapping[int, Step]] = {
    1: Step("training load", "what changed in training", _ALWAYS),
    2: Step("triage", "whether someone should examine the runner first", _ALWAYS),
    3: Step("coverage", "what the routine holds on paper, and what own checks showed", _CLEARED),
    4: Step("withholding", "what to leave out, whatever else fits", _CLEARED),
    5: Step("patterns", "which pattern of the article the answers fit", _REASONED),
    6: Step("keys", "which of the three keys is open", _REASONED),
    7: Step("drills", "which drills, and when", _REASONED),
    8: Step("notes", "where research disagrees or is silent", _ALWAYS),
}
