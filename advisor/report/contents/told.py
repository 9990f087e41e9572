"""What a runner told, and what was taken as read, in lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from advisor.advice import Advice
from advisor.facts import UNKNOWN, Fact
from advisor.report.contents.parts import Line
from advisor.report.said import Said
from advisor.report.wording import LEADS, capital, describe, listing

# a section that is empty is not the same as one that is not there
_NONE: Final = {"symptom": "Nothing bothers you.", "exercise": "You train nothing."}
_NONE_LISTED: Final = {"symptom": "No complaint that we know by name."}


def told(advice: Advice) -> Iterator[Line]:
    """Give what was told, a line for each thing; of the warning signs only those answered yes."""
    base, record = advice.base, advice.record
    areas = [base.entry("area", fact.identity).label for fact in record.facts("area")]
    if areas:
        yield Line("Where", listing(areas))
    for fact in record.reported:
        said = describe(base, fact) if _was_told(fact) else ""
        if said:
            yield Line(LEADS[fact.type], said)
    present = {fact.type for fact in record.reported}
    for kind, words in _NONE.items():
        if kind not in present and kind not in advice.case.open:
            yield Line("", words if not areas else _NONE_LISTED.get(kind, words))


def _was_told(fact: Fact) -> bool:
    """Whether a fact is worth repeating: an answer given, and of screening only a yes."""
    if fact.type == "observation":
        return fact.get("answer") is not UNKNOWN
    if fact.type == "screening":
        return fact.get("answer") == "yes"
    return fact.type in LEADS and fact.type != "area"


def assumed(advice: Advice) -> Iterator[Said]:
    """Give what was not told, and taken to be so."""
    for fact in advice.record.reported:
        for name in fact.assumed:
            attribute = advice.base.attributes[fact.type][name]
            label = advice.base.entry(fact.type, fact.identity).label
            text = (
                f"{capital(label)}: you did not say, so we took {attribute.label} to be "
                f"{fact.get(name)}"
            )
            yield Said(text, "OURS", ())
