"""The question that an answer answers, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from advisor.explanation import Target
from advisor.knowledge import KnowledgeBase
from advisor.report.wording import STRENGTH_WORDS, band, held_label

_WHY: Final[Mapping[str, str]] = {
    "load": "Why training load comes up: {}",
    "referral": "Why someone should look at this: {}",
    "caution": "Why to take care: {}",
    "coverage": "Why this is so on paper: {}",
    "sign": "Why your own checks count so: {}",
    "withheld": "Why this is held back: {}",
    "pattern": "Why this pattern fits: {}",
    "key": "Why this key is open: {}",
    "drill": "Why this drill is given: {}",
    "note": "Why this note is shown: {}",
    "outcome": "Why it came to this: {}",
    "rule": "Why this rule fired: {}",
}
_WHY_NOT: Final[Mapping[str, str]] = {
    "load": "Why training load does not come up: {}",
    "referral": "Why there is no referral for this: {}",
    "caution": "Why this caution is not given: {}",
    "coverage": "Why this is not said of your routine: {}",
    "sign": "Why this is not said of your own checks: {}",
    "withheld": "Why this is not held back: {}",
    "pattern": "Why this pattern is not said to fit: {}",
    "key": "Why this key is not open: {}",
    "drill": "Why this drill is not given: {}",
    "note": "Why this note is not shown: {}",
    "outcome": "Why it did not come to this: {}",
    "rule": "Why this rule did not fire: {}",
}


def why_title(base: KnowledgeBase, target: Target) -> str:
    """Give the title of an answer to why."""
    return _WHY[target.kind].format(target_words(base, target))


def why_not_title(base: KnowledgeBase, target: Target) -> str:
    """Give the title of an answer to why not."""
    return _WHY_NOT[target.kind].format(target_words(base, target))


def target_words(base: KnowledgeBase, target: Target) -> str:
    """Name a target by its label, with the strength that was asked for."""
    if target.kind == "rule":
        return next(rule.title for rule in base.rules if rule.id == target.identity)
    label = _label(base, target)
    if not target.strength:
        return label
    if target.kind == "load":
        strength = str(band(base.entry("load", target.identity), target.strength)["label"])
    elif target.kind == "referral":
        strength = target.strength
    else:
        strength = base.wordings[STRENGTH_WORDS[target.kind]][target.strength]
    return f"{label} ({strength})"


def _label(base: KnowledgeBase, target: Target) -> str:
    if target.kind == "withheld":
        return held_label(base, target.identity)
    if target.kind == "runner":
        return "about you"
    kind = "key" if target.kind in ("coverage", "sign") else target.kind
    return base.entry("drill" if kind == "tried" else kind, target.identity).label
