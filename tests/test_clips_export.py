"""`advisor rules export --format clips`: a program that another engine runs as it stands."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import clips
import pytest
from click.testing import CliRunner

from advisor.cases import Case
from advisor.cli import advisor
from advisor.diagnostics import AdvisorError
from advisor.documents import read
from advisor.knowledge import KnowledgeBase, load
from advisor.language import AtLeast, Condition, IsUnknown, Pattern, Within
from advisor.reasoner import Reasoner, shipped_cases
from advisor.report.clips import clips_text
from tests.clips_reading import ClipsResult
from tests.conftest import replace_in
from tests.test_cli import run as run_command


def run(program: str, folder: Path) -> ClipsResult:
    """Load a program into CLIPS and run it as a person would."""
    file = folder / "program.clp"
    file.write_text(program, encoding="utf-8")
    environment = clips.Environment()
    environment.load(str(file))
    environment.reset()
    environment.run()
    return ClipsResult(environment, [])


def shipped_case(reasoner: Reasoner, name: str) -> Case:
    case = reasoner.check(read(shipped_cases()[name], f"@{name}"))
    assert isinstance(case, Case), case
    return case


def replace_condition(base: KnowledgeBase, name: str, when: Condition) -> KnowledgeBase:
    """Give the base with another condition in one rule."""
    rules = [
        dataclasses.replace(rule, when=when) if rule.id == name else rule for rule in base.rules
    ]
    assert rules != list(base.rules)
    return dataclasses.replace(base, rules=tuple(rules))


# As a person would use it


def test_what_the_command_prints_runs_in_clips(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        advisor, ["rules", "export", "--format", "clips", "--case", "@clamshells-then-low-back"]
    )
    assert result.exit_code == 0
    found = run(result.stdout, tmp_path)
    assert found.decision["outcome"] == "drills"
    assert found.decision["patterns"]["rotation-only-routine"] == "likely"
    assert "rotation-only-routine" in found.fired


def test_every_shipped_case_comes_to_the_same(reasoner: Reasoner, tmp_path: Path) -> None:
    for name in shipped_cases():
        case = shipped_case(reasoner, name)
        advice = reasoner.advise(case)
        found = run(clips_text(reasoner.base, case), tmp_path)
        assert found.decision["outcome"] == advice.outcome, name
        assert found.fired == sorted(one.rule.id for one in advice.record.firings), name
        assert found.pending == sorted(one.rule.id for one in advice.record.pending), name


def test_every_rule_says_what_it_is_for(base: KnowledgeBase) -> None:
    program = clips_text(base)
    for rule in base.rules:
        title, defrule = f"; {rule.title}. ", f"(defrule rule:{rule.id}\n"
        assert program.index(title) < program.index(defrule), rule.id


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--case", "@no-such-case"], 2, "no-such-case"),
        (["--case", "no-such-file.yaml"], 2, "there is no such file"),
        (["--case", "wrong.yaml"], 1, "unknown"),
        (["--rules", "cases"], 2, "knowledge.yaml"),
        (["--format", "prolog"], 2, "clips"),
    ],
)
def test_what_cannot_be_exported_is_told(
    tmp_path: Path, arguments: list[str], code: int, told: str
) -> None:
    (tmp_path / "wrong.yaml").write_text("symptoms: {no-such-symptom: {}}")
    (tmp_path / "cases").mkdir()
    ran = run_command("rules", "export", *arguments, cwd=tmp_path)
    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err
    assert "Traceback" not in ran.err


# Silence is not "no", in CLIPS too


@pytest.mark.parametrize(
    "fact",
    [
        "  (screening (is-reported yes) (id fever-with-pain) ",
        "  (observation (is-reported yes) (id back-arches-at-push-off) ",
        "  (area (is-reported yes) (id knee))",
        "  (runner (is-reported yes) ",
    ],
)
def test_what_a_case_does_not_tell_of_keeps_the_gate_shut(
    reasoner: Reasoner, tmp_path: Path, fact: str
) -> None:
    program = clips_text(reasoner.base, shipped_case(reasoner, "clamshells-then-low-back"))
    lines = [line for line in program.split("\n") if not line.startswith(fact)]
    assert len(lines) == len(program.split("\n")) - 1
    found = run("\n".join(lines), tmp_path)
    assert found.decision["outcome"] == "not-cleared"


@pytest.mark.parametrize(
    ("fact", "right", "wrong"),
    [
        ("(screening (is-reported yes) (id fever-with-pain)", "(answer no)", "(answer Yes)"),
        ("(runner (is-reported yes)", "(age 41)", "(age fifteen)"),
        ("(runner (is-reported yes)", "(age 41)", '(age "41")'),
    ],
)
def test_a_slip_in_a_fact_is_refused(
    reasoner: Reasoner, tmp_path: Path, fact: str, right: str, wrong: str
) -> None:
    """A slip that CLIPS took would be another word, and none of the rules' words: a "no"."""
    program = clips_text(reasoner.base, shipped_case(reasoner, "clamshells-then-low-back"))
    (line,) = (one for one in program.split("\n") if one.startswith(f"  {fact}") and right in one)
    with pytest.raises(clips.CLIPSError):
        run(program.replace(line, line.replace(right, wrong)), tmp_path)


def test_no_facts_at_all_clear_nobody(base: KnowledgeBase, tmp_path: Path) -> None:
    assert run(clips_text(base), tmp_path).decision["outcome"] == "not-cleared"


# Words and rules that CLIPS could take for something else


def test_a_rule_may_be_named_as_a_part_of_the_way(
    base: KnowledgeBase, reasoner: Reasoner, tmp_path: Path
) -> None:
    case = shipped_case(reasoner, "clamshells-then-low-back")
    names = {"rotation-only-routine": "drills", "moving-symptom": "2e5", "heel-rocker-now": "and"}
    rules = tuple(dataclasses.replace(rule, id=names.get(rule.id, rule.id)) for rule in base.rules)
    found = run(clips_text(dataclasses.replace(base, rules=rules), case), tmp_path)
    assert set(names.values()) <= set(found.fired)
    assert found.decision["outcome"] == "drills"


def test_ids_that_look_like_numbers_stay_words(copied: Path, tmp_path: Path) -> None:
    observations = copied / "vocabulary" / "observations.yaml"
    for file in copied.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("weight-on-outer-edge", '"1e2"'), encoding="utf-8")
    assert 'id: "1e2"' in observations.read_text(encoding="utf-8")
    reasoner = Reasoner(load(copied))
    file = tmp_path / "me.yaml"
    text = shipped_cases()["clamshells-then-low-back"].read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    replace_in(file, "observations: {", 'observations: {"1e2": yes, ')
    case = reasoner.check(read(file))
    assert isinstance(case, Case), [str(one) for one in case]
    fired = sorted(one.rule.id for one in reasoner.advise(case).record.firings)
    assert "foot-not-loaded-as-seen" in fired
    assert run(clips_text(reasoner.base, case), tmp_path).fired == fired


def test_no_text_leaves_its_comment(
    base: KnowledgeBase, reasoner: Reasoner, tmp_path: Path
) -> None:
    case = shipped_case(reasoner, "clamshells-then-low-back")
    text = 'one {line}\n(exit)\r(exit)\n"'
    rules = tuple(dataclasses.replace(rule, title=text, because=text) for rule in base.rules)
    changed = dataclasses.replace(base, version=text, method=text, disclaimer=text, rules=rules)
    program = clips_text(changed, dataclasses.replace(case, name=text))
    assert program.count("(exit)") >= 2 * len(base.rules)
    assert run(program, tmp_path).decision["outcome"] == "drills"


# What CLIPS has no short way to say


def at_age(years: int) -> Pattern:
    test = Within("age", years, None, low_open=False, high_open=False, said=f"at least {years}")
    return Pattern("runner", (test,))


@pytest.mark.parametrize(("count", "fires"), [(1, True), (3, True), (4, False)])
def test_some_of_several_are_written_out(
    base: KnowledgeBase, reasoner: Reasoner, tmp_path: Path, count: int, fires: bool
) -> None:
    case = shipped_case(reasoner, "clamshells-then-low-back")  # the runner is 41
    when = AtLeast(count, tuple(at_age(years) for years in (18, 30, 41, 42, 50)), "at_least")
    changed = replace_condition(base, "moving-symptom", when)
    assert ("moving-symptom" in run(clips_text(changed, case), tmp_path).fired) is fires


def test_more_ways_than_can_be_written_are_refused(base: KnowledgeBase) -> None:
    when = AtLeast(10, tuple(at_age(years) for years in range(20, 40)), "at_least")
    with pytest.raises(AdvisorError, match=r"rule moving-symptom .* cannot count"):
        clips_text(replace_condition(base, "moving-symptom", when))


def test_unknown_in_unknown_is_refused_before_it_fills_the_memory(base: KnowledgeBase) -> None:
    when: Condition = at_age(18)
    for years in range(20, 45):
        when = IsUnknown(AtLeast(1, (at_age(years), when), "any"))
    with pytest.raises(AdvisorError, match="rule moving-symptom"):
        clips_text(replace_condition(base, "moving-symptom", when))


def test_a_number_that_clips_cannot_hold_is_refused(base: KnowledgeBase) -> None:
    with pytest.raises(AdvisorError, match="too large a number"):
        clips_text(replace_condition(base, "moving-symptom", at_age(2**63)))


def test_fifty_anys_do_not_multiply(
    base: KnowledgeBase, reasoner: Reasoner, tmp_path: Path
) -> None:
    anys: list[Any] = [
        AtLeast(1, (at_age(41), at_age(60 + n), at_age(130 + n)), "any") for n in range(50)
    ]
    changed = replace_condition(base, "moving-symptom", AtLeast(50, tuple(anys), "all"))
    case = shipped_case(reasoner, "clamshells-then-low-back")
    assert "moving-symptom" in run(clips_text(changed, case), tmp_path).fired
