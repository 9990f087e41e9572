"""The results of a run as annotations on GitHub, in the form of its workflow commands."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.batch import CaseResult, Summary
from advisor.diagnostics import printable
from advisor.knowledge import KnowledgeBase
from advisor.report.results.remarks import remarks
from advisor.report.results.text import counted


class GithubWriter:
    """Writes an annotation for each problem, and a notice with the summary."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base

    def start(self) -> str:
        """Give nothing: annotations need no head."""
        return ""

    def case(self, result: CaseResult) -> str:
        """Give the annotations of a case."""
        lines = []
        for one in remarks(result):
            place = f"file={_property(one.file)}"
            if one.line:
                place += f",line={one.line},col={one.column}"
            title = f"title={_property(one.code)}"
            lines.append(f"::{one.severity} {place},{title}::{_data(one.text)}\n")
        return "".join(lines)

    def end(self, summary: Summary) -> Iterator[str]:
        """Give the summary."""
        said = f"{counted(summary)}; knowledge base: {self._base.stamp}"
        yield f"::notice title=advisor validate::{_data(said)}\n"


def _data(text: str) -> str:
    lines = [printable(line) for line in text.split("\n")]
    return "%0A".join(line.replace("%", "%25") for line in lines)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
