"""The reasoning of an advice as a graph: true to the record, and drawn so that it can be read."""

from __future__ import annotations

import itertools
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from advisor.advice import SILENT, Advice
from advisor.explanation.graph import Graph, reasoning_graph
from advisor.explanation.graph_nodes import COLUMNS, Node
from advisor.explanation.target import CONCLUDED, Target, find_target
from advisor.facts import FACT_TYPES
from advisor.knowledge import load
from advisor.reasoner import Reasoner, advise, read_case, shipped_cases
from advisor.report.data import advice_data
from advisor.report.graphs import dot, mermaid
from advisor.report.rule_words import pattern_words
from tests.all_advice import make
from tests.conftest import replace_in
from tests.graph_reading import Drawn, read_dot, read_mermaid
from tests.planting import contents_of
from tests.random_bases import random_base, write
from tests.random_cases import random_case
from tests.random_habits import habits
from tests.test_determinism import SEEDS, contents, in_json, shuffled, under_all
from tests.test_report import ENGLISH
from tests.told import Told, advise_on

HOSTILE = (
    'a "quoted" name',
    'out"] --> n1["in',
    'out"]; n1 -> n2 [label="in',
    "end",
    "%% no comment",
    '%%{init: {"theme": "dark"}}%%',
    "<script>alert(1)</script>",
    "<br/>",
    "&lt;&amp;#35;#quot;",
    "back\\slash\\",
    "\\N \\l",
    "1. first",
    "- item",
    "`code` **bold** _it_",
    "style x:#35;y",
    "classDef z:;",
    "$$x^2$$",
    "fa:fa-ban",
    "n1:::held",
    "{a} [b] (c) |d|",
    "subgraph q",
    "two\nlines and\ttab",
    "--> ==> -.-",
    "café “ü” 走る",
)
"""Labels that mean something to one of the languages, or break what is careless with them."""

MEANT = {
    "a colour, whose end is cut off": re.compile(r"(style|classDef).*:\S*#.*;"),
    "a formula": re.compile(r"(\$|#36;){2}"),
    "an icon": re.compile(r"fa[bklrs]?(:|#58;)fa-"),
    "a list": re.compile(r"(\"|<br/>)(\d+[.)]|[-+*])\s"),
}
"""What Mermaid looks for in a line or, once codes are read, in a label."""


def lines(advice: Advice) -> list[str]:
    """Give the lines of a flowchart that hold what somebody wrote."""
    return [line for line in mermaid(advice).split("\n") if not line.startswith("%%")]


def drawn(advice: Advice, about: Target | None = None) -> Drawn:
    """Read both drawings of an advice, which must say the same."""
    found = read_mermaid(mermaid(advice, about))
    assert found == read_dot(dot(advice, about))
    return found


def shown(name: str, about: str = "") -> Drawn:
    advice = advice_on(name)
    return drawn(advice, find_target(advice.base, about) if about else None)


def advice_on(name: str) -> Advice:
    return advise(read_case(f"@{name}"))


def named(nodes: tuple[Node, ...]) -> dict[str, Node]:
    """Give the nodes that stand for facts, by the names of these."""
    return {node.facts[0].name: node for node in nodes if node.facts}


def premises(data: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Give every rule with each premise and each conclusion, as the JSON of an advice tells it."""
    for firing in data["firings"]:
        facts = [name for one in firing["support"] for name in one["facts"]]
        unmet = [f"absence {one}" for one in firing["absences"]]
        opens = [f"open {one}" for one in firing["open"]]
        for premise in (*facts, *unmet, *opens):
            for conclusion in firing["concluded"]:
                yield firing["rule"], premise, conclusion


def premise_of(advice: Advice, node: Node) -> str:
    if node.pattern is not None:
        return f"{node.kind} {pattern_words(advice.base, node.pattern)}"
    return node.facts[0].name


# The graph is true to the record


def edges_made(advice: Advice, graph: Graph) -> set[tuple[str, str, str]]:
    """Give every rule with each premise and each conclusion that some edge is made by."""
    return {
        (firing.rule.id, premise_of(advice, edge.premise), edge.conclusion.facts[0].name)
        for edge in graph.edges
        for firing in edge.firings
    }


def test_an_edge_stands_for_firings_and_every_firing_for_edges(told: list[Told]) -> None:
    seen = 0
    for one in told:
        graph = reasoning_graph(one.advice)
        there = named(graph.nodes)
        made = edges_made(one.advice, graph)
        assert made == {row for row in premises(one.data) if row[2] in there}, one.where
        seen += len(made)
    assert seen > 5_000


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_so_it_is_whatever_the_rules_are(seed: int, tmp_path: Path) -> None:
    """On random bases, which use all of the language, and read what is held back for a drill."""
    documents = random_base(random.Random(seed))
    write(documents, tmp_path)
    reasoner, rng, how = Reasoner(load(tmp_path)), random.Random(seed), habits(documents)
    seen = 0
    for _ in range(60):
        advice = advise_on(reasoner, random_case(rng, documents, how))
        graph = reasoning_graph(advice)
        there = named(graph.nodes)
        made = edges_made(advice, graph)
        assert made == {row for row in premises(advice_data(advice)) if row[2] in there}
        assert not runs_in_a_circle(graph)
        assert drawn(advice).texts("outcome") == [
            advice.base.entry("outcome", advice.outcome).label
        ]
        seen += len(made)
    assert seen > 100


def test_what_no_firing_made_follows_from_the_language(told: list[Told]) -> None:
    kinds = set()
    for one in told:
        for edge in reasoning_graph(one.advice).edges:
            if not edge.firings:
                kinds.add((edge.premise.kind, edge.conclusion.kind, edge.bars))
    assert kinds == {
        ("fact", "outcome", False),
        ("absence", "outcome", False),
        ("question", "outcome", False),
        ("question", "gate", False),
        ("gate", "outcome", False),
        ("fact", "fact", True),
    }


def test_all_that_an_advice_says_has_its_node_and_nothing_else(told: list[Told]) -> None:
    said = ("load", "referral", "caution", "withheld", "pattern", "key", "drill")
    for one in told:
        nodes = named(reasoning_graph(one.advice).nodes)
        record = one.advice.record
        if one.advice.outcome in SILENT:
            expected = {
                fact.name
                for fact in record.facts("referral")
                if fact.get("level") == one.advice.outcome
            }
        else:
            expected = {
                fact.name for fact in (*record.standing, *record.withdrawn) if fact.type in said
            }
        assert {name for name in nodes if name.partition(":")[0] in said} == expected, one.where
        assert not any(name.startswith("note:") for name in nodes), one.where


def test_the_deciding_firings_are_told_from_the_weaker(told: list[Told]) -> None:
    weaker = 0
    for one in told:
        for edge in reasoning_graph(one.advice).edges:
            if not edge.firings:
                continue
            facts = edge.conclusion.facts
            order = FACT_TYPES[facts[0].type].orders
            as_strong = any(
                all(made.get(name) == fact.get(name) for name in order)
                for fact in facts
                for firing in edge.firings
                for made in firing.conclusions
                if made.name == fact.name
            )
            assert edge.deciding == (as_strong or edge.bars), one.where
            weaker += not edge.deciding
    assert weaker > 100


def test_a_drill_held_back_is_marked_and_barred_by_what_holds_it(told: list[Told]) -> None:
    seen = 0
    for one in told:
        graph = reasoning_graph(one.advice)
        nodes = named(graph.nodes)
        bars = {(edge.premise, edge.conclusion) for edge in graph.edges if edge.bars}
        held = [] if one.advice.outcome in SILENT else one.advice.record.withdrawn
        assert bars == {(nodes[f"withheld:{f.identity}"], nodes[f.name]) for f in held}, one.where
        for fact in one.advice.facts("drill"):
            if fact.name in nodes:
                assert not nodes[fact.name].withheld, one.where
        assert all(nodes[fact.name].withheld for fact in held)
        seen += len(held)
    assert seen > 50


def test_everything_leads_rightward_and_nothing_stands_there_for_nothing(told: list[Told]) -> None:
    for one in told:
        graph = reasoning_graph(one.advice)
        leading = {edge.premise for edge in graph.edges}
        reached = {edge.conclusion for edge in graph.edges}
        for edge in graph.edges:
            columns = [COLUMNS.index(edge.premise.column), COLUMNS.index(edge.conclusion.column)]
            assert columns == sorted(columns), one.where
        for node in graph.nodes:
            if node.column == "told" or node.pattern is not None:
                assert node in leading, one.where
            elif node.kind == "fact":
                assert node in reached, one.where
                if node.facts[0].type in ("coverage", "sign"):
                    assert node in leading, one.where
        pairs = [(edge.premise, edge.conclusion) for edge in graph.edges]
        assert len(pairs) == len(set(pairs)), one.where
        assert not runs_in_a_circle(graph), one.where


def runs_in_a_circle(graph: Graph) -> bool:
    """Whether, taking away what rests on nothing left, something remains."""
    left = dict.fromkeys(graph.nodes)
    while left:
        free = [
            node
            for node in left
            if not any(e.conclusion is node and e.premise in left for e in graph.edges)
        ]
        if not free:
            return True
        for node in free:
            del left[node]
    return False


def test_the_order_is_that_of_the_knowledge_base(told: list[Told]) -> None:
    for one in told:
        graph = reasoning_graph(one.advice)
        columns = [COLUMNS.index(node.column) for node in graph.nodes]
        assert columns == sorted(columns), one.where
        for kind in ("symptom", "exercise", "observation", "pattern", "key", "drill", "referral"):
            order = list(one.advice.base.entries[kind])
            places = [
                order.index(node.facts[0].identity)
                for node in graph.nodes
                if node.facts and node.facts[0].type == kind
            ]
            assert places == sorted(places), (one.where, kind)


# What decides the outcome


def deciding(name: str) -> list[str]:
    graph = reasoning_graph(advice_on(name))
    assert graph.nodes[-1].kind == "outcome"
    return [
        edge.premise.facts[0].name if edge.premise.facts else edge.premise.kind
        for edge in graph.edges
        if edge.conclusion.kind == "outcome"
    ]


@pytest.mark.parametrize(
    ("name", "premises"),
    [
        ("collapse-or-dark-urine-emergency", ["referral:heat-or-muscle-breakdown"]),
        ("knee-injury-clinician", ["referral:fresh-knee-injury", "gate"]),
        ("only-outer-hip-sore", ["symptom:outer-hip-sore", "gate"]),
        ("near-foot-not-loaded-as-seen", ["gate", "absence"]),
        ("unsure-limping", ["gate"]),
    ],
)
def test_the_outcome_rests_on_what_decides_it(name: str, premises: list[str]) -> None:
    assert deciding(name) == premises


def test_drills_decide_but_those_held_back_do_not() -> None:
    name = "a-knee-that-neither-drifts-nor-stays"
    assert deciding(name) == ["gate", "drill:heel-rocker-pronation"]
    assert len(advice_on(name).record.withdrawn) == 3


def test_where_every_drill_is_held_back_all_of_them_decide() -> None:
    advice = advice_on("complaints-not-told")
    held = [f"drill:{drill}" for drill in advice.base.entries["drill"]]
    assert deciding("complaints-not-told") == ["gate", *held]


def test_a_shut_gate_shows_the_answers_that_would_open_it(told: list[Told]) -> None:
    seen = 0
    for one in told:
        graph = reasoning_graph(one.advice)
        asked = [edge.premise.question for edge in graph.edges if edge.conclusion.kind == "gate"]
        settling = one.advice.settling if one.advice.outcome == "not-cleared" else ()
        assert sorted(map(str, asked)) == sorted(map(str, settling)), one.where
        seen += len(asked)
    assert seen > 500


def test_too_little_to_say_shows_what_is_not_said() -> None:
    drawing = shown("screened-and-nothing-else")
    leading = drawing.leading_to("Too little to say yet")
    assert "Not said yet: what bothers you" in leading
    assert "Not said yet: what you train in a usual week" in leading
    assert "No pattern that fits" in leading


# About one conclusion


def test_about_a_conclusion_there_is_what_leads_to_it_and_nothing_else(told: list[Told]) -> None:
    """The whole graph, followed backwards from the conclusion, but for the gate."""
    seen = 0
    for one in told[::7]:
        whole = reasoning_graph(one.advice)
        before: dict[str, set[str]] = {}
        for edge in whole.edges:
            if edge.conclusion.facts:
                reached = before.setdefault(edge.conclusion.facts[0].name, set())
                reached.add(premise_of(one.advice, edge.premise))
        for name, node in named(whole.nodes).items():
            kind, _, identity = name.partition(":")
            if kind not in CONCLUDED:
                continue
            part = reasoning_graph(one.advice, Target(kind, identity))
            leading = {name}
            waiting = [name]
            while waiting:
                found = before.get(waiting.pop(), set()) - leading
                leading |= found
                waiting += found
            shown_names = {premise_of(one.advice, n) for n in part.nodes if n.kind != "gate"}
            assert shown_names == leading, (one.where, name)
            gated = kind in ("pattern", "key", "drill")
            assert any(n.kind == "gate" for n in part.nodes) == gated, (one.where, name)
            assert node.withheld == named(part.nodes)[name].withheld
            seen += 1
    assert seen > 300


def test_about_a_note_there_is_what_it_rests_on() -> None:
    drawing = shown("v02-low-back-after-knee", "note:knee-link-is-partly-supported")
    assert drawing.leading_to("The link to the knee is partly supported") == [
        "Bothers you: knee pain that is hard to place",
        "A push-off in which the knee straightens before the hip: fits well",
    ]


def test_about_a_rule_there_is_that_rule_alone() -> None:
    advice = advice_on("v02-low-back-after-knee")
    graph = reasoning_graph(advice, find_target(advice.base, "rule:co-contraction-later"))
    assert graph.nodes[-1].facts[0].name == "drill:co-contraction-to-box"
    last = [edge for edge in graph.edges if edge.conclusion is graph.nodes[-1] and edge.firings]
    assert [edge.premise.facts[0].name for edge in last] == ["key:hip-before-knee"]
    assert not last[0].deciding


def test_about_what_is_not_said_there_is_nothing() -> None:
    advice = advice_on("v02-low-back-after-knee")
    names = ("outcome:urgent", "drill:co-contraction-to-box=later", "pattern:foot-not-loaded")
    for name in names:
        assert reasoning_graph(advice, find_target(advice.base, name)).nodes == ()


def test_about_what_is_silent_there_is_nothing_beside_its_referrals(told: list[Told]) -> None:
    """An urgent case has firings of lesser referrals, cautions and load; none is let out."""
    hidden = 0
    for one in told:
        if one.advice.outcome not in SILENT:
            continue
        said = named(reasoning_graph(one.advice).nodes)
        for fact in (*one.advice.record.standing, *one.advice.record.withdrawn):
            about = Target(fact.type, fact.identity)
            part = reasoning_graph(one.advice, about)
            if fact.name not in said:
                assert part.nodes == (), (one.where, fact.name)
                hidden += 1
    assert hidden > 20


# The drawings


def test_every_drawing_can_be_read_and_both_say_the_same(told: list[Told]) -> None:
    for one in told:
        found = drawn(one.advice)
        assert all(name in found.boxes for start, end, *_ in found.arrows for name in (start, end))
        outcome = one.advice.base.entry("outcome", one.advice.outcome)
        assert found.texts("outcome") == [outcome.label], one.where
        below = " ".join(found.below)
        assert below.startswith(outcome.text("text")), one.where
        assert one.advice.base.disclaimer in below
        assert one.advice.base.stamp in below


def test_a_small_drawing_word_for_word() -> None:
    found = shown("collapse-or-dark-urine-emergency")
    assert found.columns == [
        ("What you told us", ["n1"]),
        ("What it means", ["n2"]),
        ("What it comes to", ["n3"]),
    ]
    sign = "dark urine, extreme muscle pain, collapse, confusion or lasting heat"
    assert found.boxes == {
        "n1": ("told", f"You answered: {sign}: yes"),
        "n2": ("concluded", "Signs of overheating or muscle breakdown after effort"),
        "n3": ("outcome", "Get emergency help now"),
    }
    assert found.arrows == [("n1", "n2", "arrow", "plain"), ("n2", "n3", "arrow", "plain")]


def test_the_story_of_the_article_is_told_from_left_to_right() -> None:
    found = shown("clamshells-then-low-back")
    assert [title for title, _ in found.columns] == [
        "What you told us",
        "What it means",
        "The pattern it fits",
        "The key that is open",
        "The drill",
        "What it comes to",
    ]
    assert found.leading_to("A complaint that moved from the knee to the low back") == [
        "Bothers you: knee pain that is hard to place (eased by: clamshells)",
        "Bothers you: a low back that tightens or aches in or after runs (began after: clamshells)",
        "You train: clamshells (times a week: 3)",
        "You train: lateral band walks (times a week: 3)",
    ]
    assert found.leading_to("Heel rocker pronation drill: now") == [
        "Load the foot (missing from your routine on paper)"
    ]


def test_what_is_not_so_or_not_said_is_dashed_and_leads_by_a_broken_line(told: list[Told]) -> None:
    seen = 0
    for one in told:
        found = drawn(one.advice)
        for start, _, head, line in found.arrows:
            look, text = found.boxes[start]
            assert (line == "broken") == (look == "unmet" or head == "cross"), (one.where, text)
            seen += look == "unmet"
        for text in found.texts("unmet"):
            assert text.startswith(("No ", "Not ", "Nothing ")), text
        for text in found.texts("held"):
            assert "eld back" in text, text
    assert seen > 1000


def test_the_legend_says_what_occurs_and_nothing_else(told: list[Told]) -> None:
    for one in told:
        found = drawn(one.advice)
        legend = " ".join(found.below)
        heads = {head for _, _, head, _ in found.arrows}
        assert ("Dashed: " in legend) == bool(found.texts("unmet")), one.where
        assert ("Dotted: " in legend) == bool(found.texts("held")), one.where
        assert ("a bar or a cross" in legend) == ("cross" in heads), one.where
        assert ("a circle" in legend) == ("weak" in heads), one.where


def test_no_box_is_said_twice_and_none_is_called_by_an_id(told: list[Told]) -> None:
    for one in told:
        found = drawn(one.advice)
        for _, names in found.columns:
            texts = [found.boxes[name][1] for name in names]
            assert len(texts) == len(set(texts)), (one.where, texts)
        ids = {
            fact.identity
            for fact in (*one.advice.record.standing, *one.advice.record.reported)
            if "-" in fact.identity and fact.identity not in ENGLISH
        }
        for _, text in found.boxes.values():
            assert not ids & set(text.split()), (one.where, text)


def test_boxes_are_narrow_and_joined_once(told: list[Told]) -> None:
    for one in told:
        text = mermaid(one.advice)
        for label in re.findall(r'n\d+[\[(]+"(.*)"[\])]+:::', text):
            for line in re.sub(r"#\d+;", "x", label).split("<br/>"):
                assert len(line) <= 28, (one.where, line)
        pairs = [(start, end) for start, end, _, _ in read_mermaid(text).arrows]
        assert len(pairs) == len(set(pairs)), one.where


def test_what_is_not_so_is_left_out_where_it_bears_on_further_reasons_alone() -> None:
    """Two keys are missing as seen already; that nothing shows them adds nothing."""
    texts = shown("v02-low-back-after-knee").texts("unmet")
    unseen = [text for text in texts if text.startswith("Not as seen: ")]
    assert unseen == ["Not as seen: load the foot (your own checks show it)"]


def test_a_silent_drawing_lets_nothing_out(told: list[Told]) -> None:
    seen = 0
    for one in told:
        if one.advice.outcome in SILENT:
            found = drawn(one.advice)
            titles = [title for title, _ in found.columns]
            assert titles == ["What you told us", "What it means", "What it comes to"]
            assert set(found.texts("held")) == set(), one.where
            text = mermaid(one.advice).lower()
            for kind in ("drill", "pattern", "key", "exercise"):
                labels = [entry.label for entry in one.advice.base.entries[kind].values()]
                assert not [label for label in labels if label.lower() in text], one.where
            seen += 1
    assert seen > 50


def test_many_open_questions_of_a_checklist_are_counted() -> None:
    texts = shown("a-title-and-nothing-else").texts("unmet")
    assert "Not said yet: age" in texts
    assert "Not said yet: where it bothers you" in texts
    assert "Not said yet: 7 questions of the checklist “general health”" in texts
    assert len(texts) <= 15


def test_a_distance_is_shown_as_it_was_told() -> None:
    assert shown("longest-run-over-30", "load:longest-run-jump").texts("told") == [
        "You: longest run of the 30 days before the latest long one: 10 km (6.21 miles); "
        "latest long run: 20 km (12.43 miles)"
    ]


# Whatever it is called


def test_no_name_can_break_a_drawing(copied: Path) -> None:
    names = itertools.cycle(HOSTILE)
    number = itertools.count()
    replaced = 0
    for path, content in contents_of(copied).items():
        if path.startswith(("vocabulary/", "method/")):
            replaced += rename(content, names, number)
            text = json.dumps(content, ensure_ascii=False)
            (copied / path).write_text(text, encoding="utf-8")
    assert replaced > 200
    reasoner = Reasoner(load(copied))
    labels: set[str] = set()
    for case in shipped_cases().values():
        advice = reasoner.advise(read_case(case, reasoner.base))
        labels.update(text for _, text in drawn(advice).boxes.values())
        found = [one for one in MEANT.values() for line in lines(advice) if one.search(line)]
        assert found == [], case
    for name in HOSTILE:
        assert any(" ".join(name.split()) in label for label in labels), name


def rename(content: Any, names: Iterator[str], number: Iterator[int]) -> int:
    """Give every label in some content another name, and tell how many there were."""
    if isinstance(content, list):
        return sum(rename(one, names, number) for one in content)
    if not isinstance(content, dict):
        return 0
    count = sum(rename(one, names, number) for one in content.values())
    if isinstance(content.get("label"), str):
        content["label"] = f"{next(names)} {next(number)}"
        count += 1
    return count


def test_no_disclaimer_and_no_case_name_can_break_a_drawing(copied: Path) -> None:
    said = "a pipe | a brace } a bracket ] --> a backslash \\ 1. a number"
    folder = copied / "knowledge.yaml"
    replace_in(folder, "No clinician has reviewed these rules", said)
    reasoner = Reasoner(load(copied))
    case = {"case": 'x"] --> y["\n}', "runner": {"age": 40}}
    below = " ".join(drawn(advise_on(reasoner, case)).below)
    assert said in below
    assert 'Case: x"] --> y[" }.' in below


# The same bytes, whatever the order of things


def test_the_order_of_a_case_changes_no_drawing(reasoner: Reasoner) -> None:
    rng = random.Random(9)
    for name, _, value in contents():
        one, other = (
            advise_on(reasoner, json.loads(in_json(told))) for told in (value, shuffled(rng, value))
        )
        assert mermaid(one) == mermaid(other), name
        assert dot(one) == dot(other), name


def test_the_seed_of_the_hashes_changes_no_drawing(tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text("\n".join(make(30)), encoding="utf-8")
    done = under_all(SEEDS[:3], ["tests.all_advice", "draw", str(cases)])
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"flowchart LR\n") == len(shipped_cases()) + 30
    assert done.stdout.count(b"digraph reasoning {\n") == len(shipped_cases()) + 30
