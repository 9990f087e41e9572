"""Texts with something out of place: blanks, marks, labels that fit no sentence, repetitions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.planting import Change, contents_of, plant
from tests.reading_level import words
from tests.shown_texts import Text, texts


@pytest.fixture(scope="module")
def shown(documents: dict[str, Any]) -> list[Text]:
    return texts(documents)


SAME_IN_PLACE = {
    "Have the bone examined before you run or hop again.": "two spots of the same kind",
    "What one feels in a movement is personal; no measurement stands behind it.": (
        "two checks of the same kind"
    ),
    "In computer models of running, the calf muscles give most of the push late in the step "
    "(R2, R3). The article leaves the calves out.": "two calf raises",
    "We have no figure for it; how we mark it is our own reading.": "four such exercises",
}
"""Whole texts that stand in two entries, and may, each with why."""
NAMES = ("Achilles", "Romanian", "I ")
"""What a label may begin with although it is written with a capital."""


def repeated(found: Iterable[Text]) -> list[str]:
    """Give the texts that stand word for word in two entries; labels and cues may."""
    places: dict[str, list[Text]] = {}
    for one in found:
        if one.is_prose and len(words(one.plain)) > 7 and "{" not in one.words:
            places.setdefault(one.plain, []).append(one)
    return [
        f"{' and '.join(one.where for one in group)}: {text}"
        for text, group in places.items()
        if len({one.name for one in group}) > 1 and text not in SAME_IN_PLACE
    ]


def untidy(found: Iterable[Text]) -> list[str]:
    """Give the texts with something out of place, each with what."""
    faults = []
    for one in found:
        text = one.words
        label = one.field.endswith("label") or one.field in ("where", "needs_words")
        headline = one.kind == "outcome"  # stands alone, at the top of an advice
        for wrong, why in (
            (re.search(r"\S  |\t|^\s", text), "blanks that are too many"),
            (re.search(r"\.\.|,,|\s[.,;:?!]|[(]\s|\s[)]", text), "a mark out of place"),
            (re.search(r"[\"\u2018\u2019\u0060]", text), "quotation marks of another kind"),
            (not words(text), "no word"),
            (label and text.endswith((".", "?", "!", ":")), "a label that ends a sentence"),
            (label and not headline and _capital(text), "a label that begins a sentence"),
            (one.field.split(".")[-1] in _SENTENCES and not one.is_prose, "no full stop"),
        ):
            if wrong:
                faults.append(f"{one.where}: {why}: {text}")
    return faults


_SENTENCES = {"plain", "question", "how", "honesty", "evidence", "because", "text", "assess"}


def _capital(label: str) -> bool:
    return label[:1].isupper() and not label.startswith(NAMES)


def test_no_text_stands_in_two_entries(shown: list[Text]) -> None:
    assert repeated(shown) == []


def test_every_text_is_tidy(shown: list[Text]) -> None:
    assert untidy(shown) == []


UNTIDY: dict[str, tuple[str, Change, str]] = {
    "two blanks": (
        "method/keys.yaml",
        lambda content: content["keys"][0].update(plain="You load  the foot."),
        "key load-the-foot: plain: blanks that are too many: You load  the foot.",
    ),
    "a sentence for a label": (
        "method/keys.yaml",
        lambda content: content["keys"][0].update(label="Load the foot."),
        "key load-the-foot: label: a label that ends a sentence: Load the foot.",
    ),
    "a capital": (
        "method/keys.yaml",
        lambda content: content["keys"][0].update(label="Load the foot"),
        "key load-the-foot: label: a label that begins a sentence: Load the foot",
    ),
    "no full stop": (
        "method/keys.yaml",
        lambda content: content["keys"][0].update(plain="You load the foot"),
        "key load-the-foot: plain: no full stop: You load the foot",
    ),
    "typographic apostrophe": (
        "method/keys.yaml",
        lambda content: content["keys"][0].update(plain="The foot\u2019s load."),
        "key load-the-foot: plain: quotation marks of another kind: The foot\u2019s load.",
    ),
    "nothing but a dash": (
        "method/keys.yaml",
        lambda content: content["keys"][0].update(where="-"),
        "key load-the-foot: where: no word: -",
    ),
    "a blank before a comma": (
        "method/keys.yaml",
        lambda content: content["keys"][0].update(plain="You load it , slowly."),
        "key load-the-foot: plain: a mark out of place: You load it , slowly.",
    ),
    "the same text twice": (
        "method/notes.yaml",
        lambda content: [one.update(text=TWICE) for one in content["notes"][:2]],
        "note load-comes-first: text and note turning-in-and-kneecap-pain: text: TWICE",
    ),
}
TWICE = "Ask first what changed in your running in the last days."


@pytest.mark.parametrize("name", UNTIDY)
def test_what_is_untidy_is_found(shown: list[Text], copied: Path, name: str) -> None:
    file, change, fault = UNTIDY[name]
    plant(copied / file, change)
    found = texts(contents_of(copied))
    assert fault.replace("TWICE", TWICE) in [*untidy(found), *repeated(found)]
    assert fault not in [*untidy(shown), *repeated(shown)]
