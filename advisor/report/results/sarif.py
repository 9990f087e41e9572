"""The results of a run as SARIF 2.1.0 (OASIS), which code hosts and editors show at the line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from advisor.batch import CaseResult, Summary
from advisor.diagnostics import CODES
from advisor.knowledge import KnowledgeBase
from advisor.report.data import dump
from advisor.report.results.as_json import summary_data
from advisor.report.results.remarks import Remark, remarks

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_RULES: Final = {code: number for number, code in enumerate(CODES)}


class SarifWriter:
    """Writes one log with one run: a result for each problem."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._first = True

    def start(self) -> str:
        """Open the log: the tool and its rules, which are the codes of diagnostics."""
        driver = {
            "name": "advisor validate",
            "semanticVersion": version("injury-pattern-advisor"),
            "rules": [
                {"id": code, "shortDescription": {"text": meaning}}
                for code, meaning in CODES.items()
            ],
        }
        tool = dump({"driver": driver}, indent=None)
        run = f'"tool":{tool},"columnKind":"unicodeCodePoints","results":['
        return f'{{"$schema":"{_SCHEMA}","version":"2.1.0","runs":[{{{run}'

    def case(self, result: CaseResult) -> str:
        """Give a result for each problem of a case."""
        lines = []
        for one in remarks(result):
            lines.append(("\n" if self._first else ",\n") + dump(_result(one), indent=None))
            self._first = False
        return "".join(lines)

    def end(self, summary: Summary) -> Iterator[str]:
        """Close the log; the summary is a property of the run."""
        said = {"base": self._base.stamp, "summary": summary_data(summary, self._base)}
        yield f'\n],"properties":{dump(said, indent=None)}}}]}}\n'


def _result(one: Remark) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(one.file)}}
    if one.line:
        place["region"] = {"startLine": one.line, "startColumn": one.column}
        if one.diagnostic and one.diagnostic.excerpt:
            place["region"]["snippet"] = {"text": one.diagnostic.excerpt.text}
    return {
        "ruleId": one.code,
        "ruleIndex": _RULES[one.code],
        "level": one.severity,
        "message": {"text": one.text},
        "locations": [{"physicalLocation": place}],
    }


def _uri(file: str) -> str:
    """Give a path as a URI: a relative one as it is, so that nothing depends on the machine."""
    path = PurePath(file)
    if path.is_absolute():
        return path.as_uri()
    return quote(os.fsencode(path.as_posix()), safe="/~")
