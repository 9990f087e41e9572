"""Whatever is broken in a knowledge base is told with its place and its mend, all at once."""

from __future__ import annotations

import itertools
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from advisor.diagnostics import Diagnostic, KnowledgeError
from advisor.documents import Document, read
from advisor.knowledge import load
from advisor.report.diagnosed import diagnostic_lines
from tests.conftest import ROOT, RULES, replace_in

BROKEN_RULES = "reasoning/90-broken.yaml"


@dataclass(frozen=True)
class Fault:
    """
    One thing broken: `new` comes in place of `old`, or at the end of the file when that is empty.

    A caret in `new` marks the place (it is not written) at which the diagnostic must point. Its
    message or hint must hold every text of `says`.
    """

    code: str
    file: str
    new: str
    says: tuple[str, ...]
    old: str = ""

    def __str__(self) -> str:
        return next(line.strip() for line in self.new.splitlines() if "^" in line)

    @property
    def text(self) -> str:
        return self.new.replace("^", "")

    def place(self, folder: Path) -> tuple[str, int, int]:
        """Find file, line and column of the mark in the broken file."""
        path = folder / self.file
        text = path.read_text(encoding="utf-8")
        assert text.count(self.text) == 1, f"{self.text!r} does not stand exactly once"
        found = text.index(self.text) + self.new.index("^")
        return str(path), text.count("\n", 0, found) + 1, found - text.rfind("\n", 0, found)


@dataclass(frozen=True)
class Refusal:
    """A broken copy of the shipped rules, and what the loader said of it."""

    folder: Path
    faults: tuple[Fault, ...]
    diagnostics: tuple[Diagnostic, ...]

    def assert_told(self, fault: Fault) -> None:
        """Check that a fault was told once, at its place, with what to do."""
        place = fault.place(self.folder)
        here = [one for one in self.diagnostics if (one.file, one.line, one.column) == place]
        assert [one.code for one in here] == [fault.code], (place, self.diagnostics)
        for text in fault.says:
            assert text in f"{here[0].message}; {here[0].hint}"

    def assert_nothing_else(self) -> None:
        """Check that there is one diagnostic a fault, sorted, and none that only follows."""
        expected = sorted((*fault.place(self.folder), fault.code) for fault in self.faults)
        assert [(d.file, d.line, d.column, d.code) for d in self.diagnostics] == expected


def refused(folder: Path) -> tuple[Diagnostic, ...]:
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    return caught.value.diagnostics


def add(path: Path, text: str) -> None:
    before = path.read_text(encoding="utf-8") if path.exists() else "rules:\n"
    path.write_text(before + text, encoding="utf-8")


def refusal(temporary: pytest.TempPathFactory, faults: tuple[Fault, ...]) -> Refusal:
    """Break a copy of the shipped rules in several ways and load it once."""
    folder = temporary.mktemp("broken") / "rules"
    shutil.copytree(RULES, folder)
    for fault in faults:
        if fault.old:
            replace_in(folder / fault.file, fault.old, fault.text)
        else:
            add(folder / fault.file, fault.text)
    return Refusal(folder, faults, refused(folder))


def mapping(fields: dict[str, str]) -> str:
    """Write one item of a list of mappings, leaving out what is empty."""
    lines = [f"{key}: {value}" for key, value in fields.items() if value]
    return "  - " + "\n    ".join(lines) + "\n"


def rule(name: str, **parts: str) -> str:
    """Write a rule as an author would; only what is given is out of the ordinary."""
    usual = {
        "title": "A rule",
        "when": "{symptom: no-push}",
        "conclude": "{note: load-comes-first}",
        "because": "Words.",
        "grade": "OURS",
        "sources": "[]",
        "ref": "[]",
    }
    return mapping({"id": name, **usual, **parts})


_number = itertools.count(1)


def bad_rules(table: str) -> tuple[Fault, ...]:
    """
    Read a table of broken rules, two lines each.

    The first says what is out of the ordinary, with `|` between several fields; the second gives
    the code and, each after a `/`, the texts that lead to the mend.
    """
    lines = [line.strip() for line in table.strip().splitlines()]
    faults = []
    for written, told in zip(lines[::2], lines[1::2], strict=True):
        parts = dict(field.split(": ", 1) for field in written.split(" | "))
        name = parts.pop("id", f"broken-{next(_number)}")
        code, *says = told.split(" / ")
        faults.append(Fault(code, BROKEN_RULES, rule(name, **parts), tuple(says)))
    return tuple(faults)


def symptom(name: str, **parts: str) -> str:
    usual = {"says": "It aches", "label": "an ache", "area": "knee", "scope": "inside"}
    return mapping({"id": name, **usual, "kind": "pain", **parts})


def bad_symptom(code: str, *says: str, **parts: str) -> Fault:
    name = parts.pop("id", f"broken-{next(_number)}")
    return Fault(code, "vocabulary/symptoms.yaml", symptom(name, **parts), says)


# The shape of the files

SHAPES = (
    Fault(
        "missing-key",
        BROKEN_RULES,
        rule("no-ref-no-grade", ref="", grade="").replace("id:", "^id:"),
        ("'grade'", "'ref'", "add it"),
    ),
    *bad_rules("""
    sources: ^S22
        wrong-type / a list / write [S22]
    title: ^16
        wrong-type / text / put it in quotes
    because: ^""
        out-of-range / is blank
    id: ^Not-An-Id
        out-of-range / small letters, digits and hyphens
    grade: ^OUR
        unknown-value / unknown grade / did you mean 'OURS'?
    ref: [] | ^nots: []
        unknown-key / did you mean 'notes'?
    when: {all: [{^symptm: no-push}, {symptom: wobbly}]}
        unknown-key / fact 'symptm' / did you mean 'symptom'?
    when: {any: ^[]}
        out-of-range / at least 1
    when: {at_least: ^{of: [{symptom: no-push}]}}
        missing-key / 'count'
    when: {observation: {id: knee-drifts-in, answer: ^true}}
        wrong-type / true is / a word
    conclude: {^patern: {name: moving-symptom, confidence: likely}}
        unknown-key / unknown kind of conclusion 'patern' / did you mean 'pattern'?
    conclude: {^runner: {goal: faster}}
        unknown-key / kind of conclusion 'runner'
    conclude: ^{note: load-comes-first, caution: sixteen-or-seventeen}
        out-of-range / more than 1
    """),
    bad_symptom("unknown-value", "did you mean 'inside'?", scope="^insid"),
    bad_symptom("unknown-key", "did you mean 'tissue'?", kind="pain\n    ^tisue: bone"),
    bad_symptom("wrong-type", "empty", "fill it in", area="^~"),
    Fault(
        "unknown-value",
        "vocabulary/runner.yaml",
        "  mood:\n    type: ^integr\n    label: mood\n",
        ("did you mean 'integer'?",),
    ),
    Fault(
        "missing-key",
        "method/outcomes.yaml",
        "      told:\n        ^label: told by you\n      reported:\n",
        ("'text'", "add it"),
        "      reported:\n",
    ),
    Fault(
        "missing-key",
        "method/drills.yaml",
        "      - ^id: stand-tall\n        text: Stand tall.\n      - id: knee-over-toes\n",
        ("'grade'", "add it"),
        "      - id: knee-over-toes\n",
    ),
    Fault(
        "unknown-value",
        "vocabulary/exercises.yaml",
        "    kind: ^strengt\n    tags: {external_rotation: 2, abduction: 1,",
        ("did you mean 'strength'?",),
        "    kind: strength\n    tags: {external_rotation: 2, abduction: 1,",
    ),
    Fault("unknown-value", "knowledge.yaml", "language: ^2", ("one of: 1",), "language: 1"),
    Fault("wrong-type", "retired.yaml", "retired: ^{}", ("a list",), "retired: []"),
)


@pytest.fixture(scope="module")
def misshapen(tmp_path_factory: pytest.TempPathFactory) -> Refusal:
    return refusal(tmp_path_factory, SHAPES)


@pytest.mark.parametrize("fault", SHAPES, ids=str)
def test_a_wrong_shape_is_told(misshapen: Refusal, fault: Fault) -> None:
    misshapen.assert_told(fault)


def test_wrong_shapes_are_told_together(misshapen: Refusal) -> None:
    misshapen.assert_nothing_else()


# Entries, and what they name

OUTSIDE = {"scope": "outside", "because": "It is so.", "assess": "Have it looked at."}
ENTRIES = (
    bad_symptom("unknown-id", "unknown area 'kneee'; did you mean 'knee'?", area="^kneee"),
    bad_symptom("unknown-id", "'R4000'; did you mean 'R", kind="pain\n    sources: [^R4000]"),
    bad_symptom(
        "unknown-id",
        "unknown drill 'kickstand-hing'; did you mean 'kickstand-hinge'?",
        **OUTSIDE,
        withholds="[^kickstand-hing]",
    ),
    # an alias may be shared, but it is not what another entry of its kind is called already
    bad_symptom("alias-taken", "symptom 'no-push'", "delete it", aliases="[fine, ^No push]"),
    bad_symptom("alias-taken", "symptom 'wobbly'", aliases="[^Wobbling on one-leg, clamshells]"),
    # an outside symptom says what it does and why; an inside one does nothing of its own
    *(
        Fault(
            "effect-missing",
            "vocabulary/symptoms.yaml",
            symptom(f"outside-{number}", **{**OUTSIDE, **parts}).replace("id:", "^id:"),
            (f"'outside-{number}' is outside", "withholds: [drills]", "blocks: true", "because"),
        )
        for number, parts in enumerate(
            ({}, {"withholds": "[]", "because": ""}, {"withholds": "[]", "blocks": "true"})
        )
    ),
    Fault(
        "effect-missing",
        "vocabulary/symptoms.yaml",
        symptom("outside-unlooked", **{**OUTSIDE, "assess": "", "withholds": "[]"}).replace(
            "id:", "^id:"
        ),
        ("'outside-unlooked' is outside", "what to have looked at", "add assess:"),
    ),
    bad_symptom("effect-inside", "by rules", "delete withholds", withholds="^[kickstand-hinge]"),
    bad_symptom("effect-inside", "by rules", "delete blocks", blocks="^true"),
    bad_symptom("duplicate-id", "the symptom 'wobbly'", "rename one", id="^wobbly"),
    Fault(  # statements and references share one space of ids
        "duplicate-id",
        "sources.yaml",
        mapping({"id": "^S1", "citation": "A page", "mark": "M"}),
        ("the source 'S1' is defined twice", "rename one"),
    ),
    Fault(
        "unknown-id",
        "vocabulary/screening.yaml",
        mapping(
            {
                "id": "odd-question",
                "checklist": "knee",
                "label": "a thing",
                "question": "Is it so?",
                "level": "urgent",
                "areas": "[^low-bak]",
            }
        ),
        ("did you mean 'low-back'?",),
    ),
    Fault(
        "unknown-id",
        "method/drills.yaml",
        "needs: [^kickstand-hing]",
        ("did you mean 'kickstand-hinge'?",),
        "needs: [kickstand-hinge]",
    ),
    Fault(
        "unknown-id",
        "method/drills.yaml",
        "key: ^load-the-fot",
        ("unknown key 'load-the-fot'; did you mean 'load-the-foot'?",),
        "key: load-the-foot",
    ),
    Fault(
        "unknown-id",
        "method/drills.yaml",
        "sources: [^S1700]\n    cues: []",
        ("unknown source 'S1700'",),
        "sources: [S17]\n    cues: []",
    ),
)


@pytest.fixture(scope="module")
def mislinked(tmp_path_factory: pytest.TempPathFactory) -> Refusal:
    return refusal(tmp_path_factory, ENTRIES)


@pytest.mark.parametrize("fault", ENTRIES, ids=str)
def test_a_wrong_entry_is_told(mislinked: Refusal, fault: Fault) -> None:
    mislinked.assert_told(fault)


def test_wrong_entries_are_told_together(mislinked: Refusal) -> None:
    mislinked.assert_nothing_else()


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("R4000", "unknown source 'R4000'", "did you mean 'R40'?"),
        ("nowhere", "unknown source 'nowhere'", "sources.yaml names them all"),
    ],
)
def test_an_unknown_id_is_told_in_one_way(copied: Path, name: str, message: str, hint: str) -> None:
    add(copied / BROKEN_RULES, rule("odd", sources=f"[{name}]"))
    (found,) = refused(copied)
    assert (found.code, found.message, found.hint) == ("unknown-id", message, hint)


def test_what_an_outside_symptom_may_say_it_does(copied: Path) -> None:
    path = copied / "vocabulary/symptoms.yaml"
    add(path, symptom("none", **OUTSIDE, withholds="[]"))
    add(path, symptom("one", **OUTSIDE, withholds="[kickstand-hinge]"))
    add(path, symptom("every", **OUTSIDE, blocks="true"))
    base = load(copied)
    held = {rule.id: [one.identity for one in rule.conclude] for rule in base.rules}
    assert "symptom:none" not in held
    assert held["symptom:one"] == ["kickstand-hinge"]
    assert held["symptom:every"] == list(base.entries["drill"])


def test_a_drill_that_needs_itself_is_told(copied: Path) -> None:
    path = copied / "method/drills.yaml"
    replace_in(
        path,
        "key: load-the-foot\n    needs: []",
        "key: load-the-foot\n    needs: [heel-rocker-pronation]",
    )
    replace_in(path, "needs: []", "needs: [co-contraction-to-box]")  # which needs it over two steps
    found = refused(copied)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [(one.code, lines[one.line - 1].strip()) for one in found] == [
        ("needs-cycle", "needs: [heel-rocker-pronation]"),
        ("needs-cycle", "needs: [co-contraction-to-box]"),
        ("needs-cycle", "needs: [step-to-lateral-hip-shift]"),
        ("needs-cycle", "needs: [kickstand-hinge]"),
    ]
    assert "'heel-rocker-pronation' needs itself" in found[0].message


@pytest.mark.parametrize(
    ("file", "word", "entry"),
    [
        ("method/drills.yaml", "later", "  later: "),
        ("method/patterns.yaml", "likely", "  likely: "),
        ("method/keys.yaml", "missing-as-seen", "  missing-as-seen: "),
        ("method/outcomes.yaml", "need-more", "  - id: need-more\n"),
    ],
)
def test_the_words_of_an_advice_cannot_be_missing(
    copied: Path, file: str, word: str, entry: str
) -> None:
    replace_in(copied / file, f"\n{entry}", f"\n{entry.replace(word, 'another')}")
    found = refused(copied)
    assert {one.file for one in found} == {str(copied / file)}
    assert any(word in f"{one.message}; {one.hint}" for one in found)


# What can be reported of the runner, a symptom, an exercise and a drill that was tried

DECLARED_IN = {
    "symptom": ("vocabulary/symptoms.yaml", "attributes"),
    "exercise": ("vocabulary/exercises.yaml", "attributes"),
    "runner": ("vocabulary/runner.yaml", "attributes"),
    "tried": ("vocabulary/runner.yaml", "tried"),
}
FILES = {kind: file for kind, (file, _) in DECLARED_IN.items()}
WORDS = "type: choice, of: {good: good}, label: a word"
LENGTH = "type: number, minimum: 0, maximum: 10, label: a distance"
NUMBER = "type: integer, minimum: 0, maximum: 10, label: a number"
JUMP = "load_jump_percent: {type: number, label: longer by, derived: "
RUNS = "[longest_run_30d_km, latest_long_run_km]"


def bad_attribute(kind: str, written: str, *says: str) -> Fault:
    """Declare one attribute more."""
    file, section = DECLARED_IN[kind]
    return Fault("bad-attribute", file, f"\n{section}:\n  ^{written}\n", says, f"\n{section}:\n")


def spoiled(kind: str, old: str, new: str, *says: str) -> Fault:
    """Declare one of the shipped attributes otherwise."""
    return Fault("bad-attribute", FILES[kind], new, says, old)


DECLARED = (
    bad_attribute("tried", "mood: {type: choice, label: mood}", "add of:"),
    bad_attribute("symptom", "weeks: {type: integer, label: weeks, minimum: 0}", "add minimum:"),
    bad_attribute("tried", "odd: {type: integer, minimum: 9, maximum: 3, label: odd}", "swap them"),
    spoiled("runner", "age:", "^age:\n    default: 40", "only exercises", "delete default"),
    # without an age the gate is shut, so a runner must be able to say it
    Fault(
        "missing-key",
        "vocabulary/runner.yaml",
        "^attributes:\n  years:\n",
        ("'age'", "gate", "type: integer"),
        "attributes:\n  age:\n",
    ),
    spoiled("runner", "age:\n    type: integer", "^age:\n    type: number", "type: integer"),
    # what hides another attribute
    *(
        bad_attribute(kind, f"{name}: {{{WORDS}}}", "already", "rename it")
        for kind, name in (
            ("tried", "drill"),
            ("tried", "id"),
            ("runner", "id"),
            ("symptom", "id"),
            ("symptom", "scope"),
            ("symptom", "self"),
            ("exercise", "kind"),
            ("exercise", "foot_loading"),
        )
    ),
    # what no other program could name it by
    *(
        bad_attribute("symptom", f"{name}: {{{WORDS}}}", "small letters", "times_per_week")
        for name in ("is-reported", '"how bad (0 to 10)"', "Worst", '"é"', "_")
    ),
    # what stands in where a runner does not say
    bad_attribute("symptom", f"ease: {{{NUMBER}, default: 3}}", "only exercises", "delete default"),
    bad_attribute("tried", f"ease: {{{NUMBER}, default: 0}}", "only exercises", "delete default"),
    bad_attribute("runner", f"ease: {{{NUMBER}, default: 3}}", "only exercises", "delete default"),
    bad_attribute("exercise", f"ease: {{{NUMBER}, default: 11}}", "11", "from 0 to 10"),
    bad_attribute("exercise", f"ease: {{{NUMBER}, default: -1}}", "-1", "from 0 to 10"),
    bad_attribute("exercise", f"ease: {{{NUMBER}, default: 2.5}}", "2.5", "a whole number"),
    bad_attribute("exercise", f"ease: {{{WORDS}, default: 1}}", "takes words", "delete default"),
    # a distance, which can be given in miles too
    bad_attribute("runner", f"far_km: {{{WORDS}, unit: km}}", "no number", "delete unit"),
    bad_attribute("tried", f"far_km: {{{NUMBER}, unit: km}}", "no number", "delete unit"),
    bad_attribute("runner", f"far: {{{LENGTH}, unit: km}}", "in km", "rename it, as in far_km"),
    bad_attribute("runner", f"weekly_miles: {{{LENGTH}}}", "weekly_km", "delete weekly_miles"),
    # what is computed
    bad_attribute("symptom", f"jump: {{{NUMBER}, derived: [worst]}}", "nothing computes"),
    bad_attribute("runner", f"jump: {{{NUMBER}, derived: [age]}}", "nothing computes"),
    *(
        bad_attribute(kind, f"{JUMP}{RUNS}}}", "nothing computes", "of the runner")
        for kind in ("symptom", "exercise", "tried")
    ),
    *(
        spoiled("runner", f"load_jump_percent:\n    type: number\n    derived: {RUNS}", new, RUNS)
        for new in (
            "^load_jump_percent:\n    type: number\n    derived: [weekly_km]",
            "^load_jump_percent:\n    type: number\n    derived: [latest_long_run_km]",
            "^load_jump_percent:\n    type: number\n    derived: [nothing, latest_long_run_km]",
        )
    ),
    spoiled(
        "runner",
        "load_jump_percent:\n    type: number",
        "^load_jump_percent:\n    type: list\n    of: exercise",
        "type: number",
    ),
)
NOT_NUMBERS = (
    "{type: choice, label: run, of: {short: short, long: long}}",
    "{type: list, label: run, of: exercise}",
    "",
)


@pytest.mark.parametrize("fault", DECLARED, ids=str)
def test_an_attribute_that_cannot_be_is_told(
    tmp_path_factory: pytest.TempPathFactory, fault: Fault
) -> None:
    found = refusal(tmp_path_factory, (fault,))
    found.assert_told(fault)
    found.assert_nothing_else()


@pytest.mark.parametrize("declared", NOT_NUMBERS)
@pytest.mark.parametrize("name", ["longest_run_30d_km", "latest_long_run_km"])
def test_a_jump_is_computed_from_numbers(copied: Path, name: str, declared: str) -> None:
    path = copied / "vocabulary/runner.yaml"
    replace_in(path, f"\n  {name}:\n", f"\n  {name}: {declared}\n  other_km:\n")
    if not declared:
        replace_in(path, f"\n  {name}: \n", "\n")
    (found,) = refused(copied)
    assert (found.code, found.pointer) == ("bad-attribute", "attributes.load_jump_percent")
    assert f"{name} is no number" in found.message
    assert f"declare {name}" in found.hint


def test_an_exercise_may_have_a_default_that_can_be_answered(copied: Path) -> None:
    path = copied / "vocabulary/exercises.yaml"
    more = "".join(f"  ease_{n}: {{{NUMBER}, default: {n}}}\n" for n in (0, 10))
    more += "  share: {type: number, minimum: 0, maximum: 1, default: 0.5, label: share}\n"
    replace_in(path, "\nattributes:\n", f"\nattributes:\n{more}")
    found = load(copied).attributes["exercise"]
    assert [found[name].default for name in ("ease_0", "ease_10", "share")] == [0, 10, 0.5]


# Ids that are retired


def test_a_retired_id_is_told_with_what_replaced_it(copied: Path) -> None:
    retired = [
        {"id": "load-jump", "kind": "rule", "since": "1.1.0", "replaced_by": "longest-run-over-10"},
        {"id": "aching-back", "kind": "symptom", "since": "1.1.0", "replaced_by": "low-back-tight"},
        {"id": "old-note", "kind": "note", "since": "1.1.0"},
        {"id": "wobbly", "kind": "note", "since": "1.1.0"},  # the symptom of that name stays
    ]
    replace_in(copied / "retired.yaml", "[]", "\n" + "".join(map(mapping, retired)))
    add(copied / BROKEN_RULES, rule("load-jump"))
    add(copied / "vocabulary/symptoms.yaml", symptom("aching-back"))
    add(
        copied / "method/notes.yaml",
        mapping({"id": "old-note", "label": "a note", "text": "A note."}),
    )
    found = {one.message: one for one in refused(copied)}
    expected = {
        "the rule id 'load-jump' is retired": (BROKEN_RULES, "longest-run-over-10"),
        "the symptom id 'aching-back' is retired": ("vocabulary/symptoms.yaml", "low-back-tight"),
        "the note id 'old-note' is retired": ("method/notes.yaml", "never used"),
    }
    assert found.keys() == expected.keys()
    for message, (file, hint) in expected.items():
        one = found[message]
        assert (one.code, one.file) == ("retired-id", str(copied / file))
        line = (copied / file).read_text(encoding="utf-8").splitlines()[one.line - 1]
        assert line[one.column - 1 :] in message
        assert hint in one.hint


def test_a_retired_id_may_say_why(copied: Path) -> None:
    """The comment in the file asks for it."""
    retired = {"id": "sore-patella", "kind": "symptom", "since": "1.1.0", "why": "Nobody says it."}
    replace_in(copied / "retired.yaml", "[]", "\n" + mapping(retired))
    load(copied)


def test_a_rule_that_reads_a_retired_id_is_told_what_replaced_it(copied: Path) -> None:
    retired = {"id": "sore-patella", "kind": "symptom", "since": "1.1.0"}
    text = mapping({**retired, "replaced_by": "kneecap-ache"})
    replace_in(copied / "retired.yaml", "[]", "\n" + text)
    add(copied / BROKEN_RULES, rule("reads-retired", when="{symptom: sore-patella}"))
    (found,) = refused(copied)
    assert found.file == str(copied / BROKEN_RULES)
    assert "retired" in f"{found.message}; {found.hint}"
    assert "use 'kneecap-ache'" in f"{found.message}; {found.hint}"


# The files themselves


def test_files_missing_unexpected_and_unreadable_are_told_together(copied: Path) -> None:
    (copied / "method/keys.yaml").unlink()
    (copied / "vocabulary/symptom.yaml").write_text("symptoms: []\n")
    (copied / "reasoning/more").mkdir()
    (copied / "reasoning/more/90-more.yaml").write_text("rules: []\n")
    (copied / "vocabulary/areas.yaml").write_bytes(b"areas:\n  - id: caf\xe9\n")
    replace_in(copied / "reasoning/10-load.yaml", "- id: longest-run-over-30", "- id: &long 3")
    replace_in(copied / "reasoning/50-patterns.yaml", "title: No strength work", "title: 'No")
    (copied / "reasoning/80-notes.yaml").write_text("")
    found = {Path(one.file).relative_to(copied).as_posix(): one for one in refused(copied)}
    assert {file: one.code for file, one in found.items()} == {
        "method/keys.yaml": "file-missing",
        "reasoning/10-load.yaml": "yaml-anchor",
        "reasoning/50-patterns.yaml": "yaml-syntax",
        "reasoning/80-notes.yaml": "file-empty",
        "reasoning/more/90-more.yaml": "file-unexpected",
        "vocabulary/areas.yaml": "not-utf8",
        "vocabulary/symptom.yaml": "file-unexpected",
    }
    assert list(found) == sorted(found)
    anchor = found["reasoning/10-load.yaml"]
    lines = (copied / anchor.file).read_text(encoding="utf-8").splitlines()
    assert lines[anchor.line - 1][anchor.column - 1 :] == "&long 3"
    assert "delete '&long'" in anchor.hint


def test_a_folder_without_rules_is_told(copied: Path, tmp_path: Path) -> None:
    shutil.rmtree(copied / "reasoning")
    (found,) = refused(copied)
    assert (found.code, found.file) == ("file-missing", str(copied))
    assert "reasoning/*.yaml" in found.message
    assert {one.code for one in refused(tmp_path / "nowhere")} == {"file-missing"}


def test_a_fault_found_early_is_not_followed_by_what_comes_of_it(copied: Path) -> None:
    """Many rules read symptoms, yet a missing file of symptoms is one fault."""
    add(copied / BROKEN_RULES, rule("odd", when="{symptom: kneecap-ake}"))
    kept = (copied / "vocabulary/symptoms.yaml").rename(copied.parent / "kept.yaml")
    (early,) = refused(copied)
    assert (early.code, Path(early.file).name) == ("file-missing", "symptoms.yaml")
    kept.rename(copied / "vocabulary/symptoms.yaml")
    (late,) = refused(copied)
    assert (late.code, late.file) == ("unknown-value", str(copied / BROKEN_RULES))


def test_the_command_line_refuses_a_broken_base(copied: Path) -> None:
    add(copied / BROKEN_RULES, rule("odd", when="{symptom: {wurst: 3}}", sources="[R4000]"))
    replace_in(copied / "reasoning/40-withhold.yaml", "symptom: sit-bone-ache", "symptom: sit-bone")
    command = ["advise", "@clamshells-then-low-back", "--rules", str(copied)]
    done = subprocess.run(
        [sys.executable, "-m", "advisor", *command],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
    )
    told = [line for one in refused(copied) for line in diagnostic_lines(one)]
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == told
    assert "40-withhold.yaml:" in told[0]
    assert any("did you mean 'worst'?" in line for line in told)


# What the digest and the order depend on


def turned(value: Any) -> Any:
    """Give the same content with the keys of each mapping in the opposite order."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    return [turned(one) for one in value] if isinstance(value, list) else value


def test_the_digest_is_of_the_content_alone(copied: Path) -> None:
    before = load(copied).digest
    for path in copied.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text("# A comment\n\n" + text.replace("\nrules:\n", "\n\nrules: # all\n\n"))
    assert load(copied).digest == before
    for path in copied.rglob("*.yaml"):
        document = read(path)
        assert isinstance(document, Document)
        path.write_text(json.dumps(turned(document.value)), encoding="utf-8")  # JSON is YAML too
    assert load(copied).digest == before


def test_the_digest_tells_every_change_of_content(copied: Path) -> None:
    digests = [load(copied).digest]
    for file, old, new in (
        ("reasoning/10-load.yaml", "2.28", "2.82"),
        ("reasoning/20-triage.yaml", "{below: 25}", "{below: 24}"),
        ("reasoning/50-patterns.yaml", "title: A complaint and", "title: One complaint and"),
        ("vocabulary/areas.yaml", "label: low back", "label: lower back"),
        ("knowledge.yaml", "nobody has examined you", "no one has examined you"),
    ):
        replace_in(copied / file, old, new)
        digests.append(load(copied).digest)
    assert len(set(digests)) == len(digests)


def shuffled(
    listing: Callable[..., Iterable[Path]], rng: random.Random, calls: list[str]
) -> Callable[..., Iterator[Path]]:
    def list_in_any_order(*args: Any, **options: Any) -> Iterator[Path]:
        found = list(listing(*args, **options))
        rng.shuffle(found)
        calls.append(listing.__name__)
        return iter(found)

    return list_in_any_order


def test_nothing_depends_on_the_order_in_which_files_are_listed(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = copied.parent / "broken"
    shutil.copytree(copied, broken)
    for number in (3, 1, 2):
        add(broken / f"reasoning/9{number}-broken.yaml", rule("one-id"))
    base, told = load(copied), refused(broken)
    rng, calls = random.Random(1), list[str]()
    for name in ("glob", "rglob", "iterdir"):
        monkeypatch.setattr(Path, name, shuffled(getattr(Path, name), rng, calls))
    for _ in range(5):
        again = load(copied)
        assert [one.id for one in again.rules] == [one.id for one in base.rules]
        assert again.digest == base.digest
        assert refused(broken) == told
    assert calls, "the files are listed in another way now: shuffle that one here"
