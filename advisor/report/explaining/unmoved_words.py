"""Why a change changes nothing, in a runner's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from advisor.explanation.difference import Closure
from advisor.explanation.unmoved import Reader, Unmoved
from advisor.explanation.what_if import WhatIf
from advisor.knowledge import KnowledgeBase
from advisor.report.explaining.difference_words import BARRIERS
from advisor.report.rule_words import pattern_words
from advisor.report.wording import capital


def unmoved_lines(found: WhatIf, unmoved: Unmoved, most: int = 3) -> list[str]:
    """Say why nothing is different; of the rules that read what was changed at most so many."""
    if unmoved.why == "barrier" and unmoved.barrier is not None:
        return [_before_as_after(unmoved.barrier)]
    if unmoved.why == "others":
        lines = [f"A rule fires that did not: {one.rule.title}." for one in found.fired]
        lines += [f"A rule no longer fires: {one.firing.rule.title}." for one in found.ceased]
        behind = [_before_as_after(unmoved.barrier)] if unmoved.barrier is not None else []
        return [*_shortened(lines, most), _BESIDE, *behind]
    if unmoved.why != "as-before":
        return [_UNMOVED[unmoved.why]]
    read = _read(unmoved.readers)
    if unmoved.barrier is not None:
        return [_before_as_after(unmoved.barrier), f"Of what is judged, {read}"]
    return [capital(read), *_shortened([_reader(found.base, one) for one in unmoved.readers], most)]


def _read(readers: Sequence[Reader]) -> str:
    if len(readers) > 1:
        return f"{len(readers)} rules read what was changed; each fires or does not, as before."
    fires = any(one.truth for one in readers)
    return (
        f"one rule reads what was changed; it {'fires' if fires else 'does not fire'}, as before."
    )


def _before_as_after(barrier: Closure) -> str:
    return f"{capital(BARRIERS[barrier.kind])}, before as after, and nothing behind that is judged."


_BESIDE: Final = "What is concluded so stands for other reasons too, or is no part of the advice."
_UNMOVED: Final = {
    "silent": "While this message stands, nothing else is said, whatever else changes.",
    "said-already": "Rules see the same case as before.",
    "unread": "No rule reads what was changed.",
}


def _shortened(lines: list[str], most: int) -> list[str]:
    rest = len(lines) - most
    return [*lines[:most], f"And {rest} more."] if rest > 1 else lines


def _reader(base: KnowledgeBase, reader: Reader) -> str:
    title = reader.rule.title
    if reader.truth:
        return f"Still fires: {title}."
    said = {
        lead: "; ".join(pattern_words(base, pattern) for pattern, use in reader.waits if use == of)
        for of, lead in (("open", "Not known"), ("absence", "It lacks"), ("support", "In its way"))
    }
    details = "".join(f" {lead}: {words}." for lead, words in said.items() if words)
    return f"{'Still open' if reader.truth is None else 'Still does not fire'}: {title}.{details}"
