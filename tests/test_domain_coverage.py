"""The base against the domain notes: every row, statement and reference of them is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from advisor.knowledge import KnowledgeBase, load
from tests import domain_rows
from tests.domain_reading import about, citing
from tests.planting import Change, contents_of, entry_of, plant

ALL_ROWS = [row for rows in domain_rows.ROWS.values() for row in rows]
HOMES = {
    "O": ("observation",),
    "D": ("drill",),
    "P": ("pattern", "outcome"),
    "SY": ("symptom",),
    "X": ("exercise",),
    "RF": ("referral", "caution"),
    "CF": ("note",),
}
"""By the letters of a row, the kinds of entry of which one must be about it."""
TOLD = ("SY7", "SY29", "SY31", "SY32")
"""B.3: told through attributes, age and screening; a rule or a question is about these."""


# Every row is cited, or left out for a reason


def citations(node: Any, field: str) -> Iterator[str]:
    """Give every id in the lists called `ref`, or `sources`, anywhere in some content."""
    if isinstance(node, dict):
        for key, child in node.items():
            if key == field and isinstance(child, list):
                yield from child
            else:
                yield from citations(child, field)
    elif isinstance(node, list):
        for child in node:
            yield from citations(child, field)


def coverage_faults(documents: Mapping[str, Any]) -> list[str]:
    """Say which rows and statements are neither cited nor left out, or both, or do not exist."""
    refs, sources = (set(citations(documents, field)) for field in ("ref", "sources"))
    left_out = [one["ref"] for one in documents["knowledge.yaml"].get("left_out", ())]
    cited = refs | {name for name in sources if name.startswith("S")}
    rows = {*ALL_ROWS, *domain_rows.STATEMENTS}
    known = {*ALL_ROWS, *domain_rows.OTHER_REFS}
    faults = [f"{row} is neither cited nor left out" for row in rows - cited - {*left_out}]
    faults += [f"{row} is cited and left out" for row in cited & {*left_out}]
    faults += [f"{row} is cited, and no row of the notes" for row in refs - known]
    faults += [f"{row} is left out, and no row of the notes" for row in {*left_out} - rows]
    faults += [f"{row} is left out twice" for row in {*left_out} if left_out.count(row) > 1]
    return sorted(faults)


def test_every_row_of_the_notes_is_cited_or_left_out_for_a_reason(
    documents: dict[str, Any],
) -> None:
    assert coverage_faults(documents) == []


def left_out(documents: Mapping[str, Any]) -> set[str]:
    return {one["ref"] for one in documents["knowledge.yaml"].get("left_out", ())}


def homeless(base: KnowledgeBase, left: Iterable[str]) -> list[str]:
    """Say which rows are cited only in passing, and are what no entry is about."""
    found = []
    for row in ALL_ROWS:
        letters = row.rstrip("0123456789b")
        if row in left or letters == "W":
            continue
        if row in TOLD:
            rules = [
                rule for kind in ("referral", "pattern", "note") for rule in citing(base, row, kind)
            ]
            if not rules:
                found.append(f"no rule is about {row}")
        elif not about(base, HOMES[letters], row):
            found.append(f"no {' or '.join(HOMES[letters])} is about {row}")
    return found


def test_every_row_has_an_entry_that_is_about_it(
    base: KnowledgeBase, documents: dict[str, Any]
) -> None:
    assert homeless(base, left_out(documents)) == []


def test_every_pattern_is_concluded_by_a_rule_that_cites_its_row(base: KnowledgeBase) -> None:
    for row in domain_rows.ROWS["A.7 patterns"]:
        for entry in about(base, ["pattern"], row):
            names = {one.identity for rule in citing(base, row, "pattern") for one in rule.conclude}
            assert entry.id in names, row


def evidence_faults(base: KnowledgeBase) -> list[str]:
    """Say which conflict is told without a reference that its row rests on."""
    faults = []
    for row, named in domain_rows.EVIDENCE.items():
        cited = {name for note in about(base, ["note"], row) for name in note.words("sources")}
        faults += [f"{row}: {name} is not cited" for name in named.split() if name not in cited]
    return faults


def test_every_conflict_names_its_evidence(base: KnowledgeBase) -> None:
    assert evidence_faults(base) == []


def mark_faults(base: KnowledgeBase) -> list[str]:
    """Say which reference is missing, is not in the notes, or is marked otherwise there."""
    marks = {
        name: source.text("mark")
        for name, source in base.entries["source"].items()
        if "mark" in source.fields
    }
    wanted = domain_rows.MARKS
    faults = [f"{name} is not there" for name in wanted if name not in marks]
    faults += [f"{name} is not in the notes" for name in marks if name not in wanted]
    faults += [
        f"{name} is marked {mark}, in the notes {wanted[name]}"
        for name, mark in marks.items()
        if name in wanted and mark != wanted[name]
    ]
    faults += [
        f"{name}: a remark must say what its mark does not cover"
        for name in domain_rows.QUALIFIED
        if name in marks and not base.entry("source", name).text("remark")
    ]
    return faults


def test_every_reference_is_there_and_marked_as_in_the_notes(base: KnowledgeBase) -> None:
    assert mark_faults(base) == []
    statements = [name for name in base.entries["source"] if name.startswith("S")]
    assert {*statements} == {*domain_rows.STATEMENTS} - {"S51"}


# Each of these can fail


PLANTED: dict[str, tuple[str, Change, str]] = {
    "a typo": (
        "method/notes.yaml",
        lambda content: content["notes"][0]["ref"].append("SY33"),
        "SY33 is cited, and no row of the notes",
    ),
    "cited and left out": (
        "knowledge.yaml",
        lambda content: content["left_out"].append({"ref": "O1", "why": "-"}),
        "O1 is cited and left out",
    ),
    "a reason for nothing": (
        "knowledge.yaml",
        lambda content: content["left_out"].append({"ref": "O15", "why": "-"}),
        "O15 is left out, and no row of the notes",
    ),
    "forgotten": (
        "knowledge.yaml",
        lambda content: content.pop("left_out"),
        "O13 is neither cited nor left out",
    ),
    "a reference that nobody verified": (
        "sources.yaml",
        lambda content: entry_of(content, "references", "R83").update(mark="V"),
        "R83 is marked V, in the notes V2",
    ),
    "a remark that went": (
        "sources.yaml",
        lambda content: entry_of(content, "references", "R43").pop("remark"),
        "R43: a remark must say what its mark does not cover",
    ),
    "a conflict without its evidence": (
        "method/notes.yaml",
        lambda content: entry_of(content, "notes", "keep-quad-work")["sources"].remove("R68"),
        "CF15: R68 is not cited",
    ),
    "a row that nothing is about": (
        "vocabulary/observations.yaml",
        lambda content: entry_of(content, "observations", "hip-turns-in-less").update(ref=["O5"]),
        "no observation is about O4",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(
    base: KnowledgeBase, documents: dict[str, Any], copied: Path, name: str
) -> None:
    file, change, fault = PLANTED[name]
    assert fault not in every_fault(base, documents)
    plant(copied / file, change)
    assert fault in every_fault(load(copied), contents_of(copied))


def every_fault(base: KnowledgeBase, documents: dict[str, Any]) -> list[str]:
    found = [*coverage_faults(documents), *homeless(base, left_out(documents))]
    return [*found, *evidence_faults(base), *mark_faults(base)]
