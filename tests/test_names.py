"""An entry is found by what people call it, and nothing is found by a name that means another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from advisor.diagnostics import AmbiguousNameError, UnknownIdError, spoken
from advisor.documents import Document, read
from advisor.knowledge import KnowledgeBase, kind_of, load
from advisor.knowledge.names import called, meanings


def found(base: KnowledgeBase, name: str) -> str:
    one = base.find_one(name)
    return f"{kind_of(one)}:{one.id}"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("clams", "exercise:clamshell"),
        ("clam-shells", "exercise:clamshell"),
        ("clamshells", "exercise:clamshell"),
        ("RDL", "exercise:romanian-deadlift"),
        ("runner's knee", "symptom:kneecap-ache"),
        ("runner\N{RIGHT SINGLE QUOTATION MARK}s knee", "symptom:kneecap-ache"),
        ("Runners Knee", "symptom:kneecap-ache"),
        ("monster walks", "exercise:monster-walk"),
        ("Monster Walk", "exercise:monster-walk"),
        ("kneecap ache", "symptom:kneecap-ache"),
        ("drill:Kickstand Hinges", "drill:kickstand-hinge"),
        ("exercise: kickstand hinge", "exercise:kickstand-hinge"),
        ("r35", "source:R35"),
        ("rule:rotation only routine", "rule:rotation-only-routine"),
    ],
)
def test_a_thing_is_found_by_any_of_its_names(base: KnowledgeBase, name: str, meant: str) -> None:
    assert found(base, name) == meant


def test_every_label_term_and_alias_leads_to_its_entry(base: KnowledgeBase) -> None:
    for kind, entries in base.entries.items():
        for entry in entries.values():
            for name in entry.names:
                assert entry in base.find(f"{kind}:{name.upper()}"), name


def called_so(folder: Path, **aliases: list[str]) -> KnowledgeBase:
    """Load a copy of the rules in which exercises have these aliases and no others."""
    path = folder / "vocabulary/exercises.yaml"
    document = read(path)
    assert isinstance(document, Document)
    value: Any = document.value
    for entry in value["exercises"]:
        entry["aliases"] = aliases.get(entry["id"].replace("-", "_"), [])
    path.write_text(json.dumps(value), encoding="utf-8")  # JSON is YAML, too
    return load(folder)


def test_a_name_of_several_is_asked_back(copied: Path) -> None:
    base = called_so(copied, glute_bridge=["bridge"], single_leg_bridge=["one-leg dip", "bridge"])
    with pytest.raises(AmbiguousNameError) as caught:
        base.find_one("Bridges")
    assert str(caught.value) == (
        "'Bridges' could mean exercise:glute-bridge (glute bridges) or "
        "exercise:single-leg-bridge (single-leg bridges); write one of them"
    )
    assert [name for name, _ in caught.value.meant] == [
        "exercise:glute-bridge",
        "exercise:single-leg-bridge",
    ]
    assert found(base, "one-leg dips") == "exercise:single-leg-bridge"


def test_its_own_id_wins_over_any_alias(copied: Path) -> None:
    """An alias in one kind may be an id in another: then the id is meant."""
    base = called_so(copied, clamshell=["wobbly", "Low back"])
    assert found(base, "wobbly") == "symptom:wobbly"
    assert found(base, "Low Back") == "area:low-back"
    assert found(base, "exercise:low-back") == "exercise:clamshell"


def test_a_plural_counts_only_where_nothing_is_called_so_itself() -> None:
    things = [("dip", ["dip"]), ("dips", ["dips"]), ("press", ["press", "benches"])]
    assert called("Dips", things) == ("dips",)
    assert called("dip", things) == ("dip",)
    assert called("bench", things) == (), "only an s at the end is taken away"
    assert called("pres", things) == (), "a double s is no plural"
    assert meanings(things)["benches"] == ("press",)
    assert spoken(" Side-Step  Ups") == "side step ups"


def test_an_unknown_name_gives_the_nearest_id(base: KnowledgeBase) -> None:
    for name, near in (("clamshels", "clamshell"), ("symptom:kneecap-akes", "kneecap-ache")):
        with pytest.raises(UnknownIdError) as caught:
            base.find_one(name)
        assert caught.value.suggestion == near
