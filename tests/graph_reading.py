"""
Strict readers of the two languages in which graphs are drawn, for what we write in them.

Both give the same value, so that one drawing can be compared with the other. Whatever a reader does
not know is a fault: a label that broke out of its quotes could not be read.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True)
class Drawn:
    """What a reader finds: `boxes` by id with their look and text, `arrows` with head and line."""

    columns: list[tuple[str, list[str]]] = field(default_factory=list)
    boxes: dict[str, tuple[str, str]] = field(default_factory=dict)
    arrows: list[tuple[str, str, str, str]] = field(default_factory=list)
    below: list[str] = field(default_factory=list)

    def texts(self, look: str) -> list[str]:
        return [text for one, text in self.boxes.values() if one == look]

    def named(self, text: str) -> str:
        """Give the one box whose text begins so."""
        found = [name for name, (_, said) in self.boxes.items() if said.startswith(text)]
        assert len(found) == 1, (text, found)
        return found[0]

    def leading_to(self, text: str) -> list[str]:
        """Give the texts of the boxes with an arrow to the one that begins so."""
        end = self.named(text)
        return [self.boxes[start][1] for start, to, _, _ in self.arrows if to == end]


def lines_of(text: str) -> list[str]:
    """Split where the two languages do, and nowhere else."""
    assert text.endswith("\n")
    return text[:-1].split("\n")


def one_text(lines: list[str]) -> str:
    return " ".join(lines)


# Mermaid

_TEXT: Final = r'"((?:[\w ,.:()\'/?“”-]|#\d+;|<br/>)*)"'
_MERMAID_BOX: Final = re.compile(rf" {{4}}(n\d+)(\[\[|\[|\(){_TEXT}(\]\]|\]|\)):::(\w+)")
_MERMAID_ARROW: Final = re.compile(r" {2}(n\d+) (--|-\.-)([>ox]) (n\d+)")
_SHAPES: Final = {
    "told": "[]",
    "concluded": "()",
    "outcome": "[[]]",
    "unmet": "[]",
    "held": "()",
}
_HEADS: Final = {">": "arrow", "o": "weak", "x": "cross"}


def read_mermaid(text: str) -> Drawn:
    drawn = Drawn()
    settings, kind, *lines = lines_of(text)
    assert json.loads(settings.removeprefix("%%{init: ").removesuffix("}%%"))
    assert kind == "flowchart LR"
    styled: set[str] = set()
    inside = False
    for line in lines:
        if match := re.fullmatch(rf"  subgraph column\d+ \[{_TEXT}\]", line):
            assert not inside
            drawn.columns.append((one_text(_mermaid_text(match[1])), []))
            inside = True
        elif match := _MERMAID_BOX.fullmatch(line):
            assert inside
            name, opening, label, closing, look = match.groups()
            assert _SHAPES[look] == opening + closing, line
            assert name not in drawn.boxes, line
            drawn.boxes[name] = (look, one_text(_mermaid_text(label)))
            drawn.columns[-1][1].append(name)
        elif line == "  end":
            assert inside
            inside = False
        elif match := _MERMAID_ARROW.fullmatch(line):
            assert not inside
            start, stroke, head, end = match.groups()
            drawn.arrows.append((start, end, _HEADS[head], "plain" if stroke == "--" else "broken"))
        elif match := re.fullmatch(rf"  about\[{_TEXT}\]:::about", line):
            drawn.below.extend(_mermaid_text(match[1]))
        else:
            match = re.fullmatch(r"  classDef (\w+) [\w:, -]+", line)
            assert match, line
            styled.add(match[1])
    assert {look for look, _ in drawn.boxes.values()} <= styled
    return drawn


def _mermaid_text(label: str) -> list[str]:
    """Give the lines of a label as they are shown; a space without width is not seen."""
    decoded = (
        re.sub(r"#(\d+);", lambda match: chr(int(match[1])), line) for line in label.split("<br/>")
    )
    return [line.replace("\N{ZERO WIDTH SPACE}", "") for line in decoded]


# Graphviz

_QUOTED: Final = r'"((?:[^"\\\n&]|&amp;|\\["\\nl])*)"'
_DOT_BOX: Final = re.compile(rf" {{4}}(n\d+) \[label={_QUOTED}, style=\"([\w,]+)\"\];")
_DOT_ARROW: Final = re.compile(
    r" {2}(n\d+) -> (n\d+) \[arrowhead=(\w+), style=(\w+)(?:, constraint=false)?\];"
)
_LOOKS: Final = {
    "solid": "told",
    "rounded": "concluded",
    "bold": "outcome",
    "dashed": "unmet",
    "rounded,dotted": "held",
}
_ENDS: Final = {"normal": "arrow", "odot": "weak", "tee": "cross"}
_SETTINGS: Final = re.compile(
    r"  (?:(?:node|edge) \[[\w=, .\"]+\]|\w+=(?:\w+|[\d.]+|\"\w+\")"
    r"(?:; \w+=(?:\w+|[\d.]+|\"\w+\"))*);"
)


def read_dot(text: str) -> Drawn:
    drawn = Drawn()
    first, *lines, last = lines_of(text)
    assert (first, last) == ("digraph reasoning {", "}")
    inside = False
    for line in lines:
        if re.fullmatch(r"  subgraph cluster_\d+ \{", line):
            assert not inside
            inside = True
        elif match := re.fullmatch(rf"    label={_QUOTED}; labelloc=t; color=gray;", line):
            assert inside
            drawn.columns.append((one_text(_dot_text(match[1])), []))
        elif match := _DOT_BOX.fullmatch(line):
            assert inside
            assert match[1] not in drawn.boxes, line
            drawn.boxes[match[1]] = (_LOOKS[match[3]], one_text(_dot_text(match[2])))
            drawn.columns[-1][1].append(match[1])
        elif line == "  }":
            assert inside
            inside = False
        elif match := re.fullmatch(rf"  label={_QUOTED};", line):
            drawn.below.extend(_dot_text(match[1]))
        elif match := _DOT_ARROW.fullmatch(line):
            start, end, head, style = match.groups()
            stroke = "plain" if style == "solid" else "broken"
            drawn.arrows.append((start, end, _ENDS[head], stroke))
        elif match := re.fullmatch(r"  (n\d+(?: -> n\d+)+) \[style=invis, weight=\d+\];", line):
            firsts = [names[0] for _, names in drawn.columns]
            assert match[1].split(" -> ") == firsts, line
        else:
            assert _SETTINGS.fullmatch(line), line
    return drawn


def _dot_text(label: str) -> list[str]:
    """Give the lines of a label as they are shown."""
    tokens = re.findall(r"\\.|&amp;|[^\\&]", label)
    shown = {"\\n": "\n", "\\l": "\n", '\\"': '"', "\\\\": "\\", "&amp;": "&"}
    return "".join(shown.get(token, token) for token in tokens).removesuffix("\n").split("\n")
