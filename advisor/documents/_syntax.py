"""What is wrong with text that is not YAML, in words that lead to the mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.documents._marks import Mark, Problem

if TYPE_CHECKING:
    import yaml


def syntax_problem(error: yaml.MarkedYAMLError, text: str) -> Problem:
    """Give the problem for what libyaml says of a text; the place is where the mend is to be."""
    context, said = error.context or "", error.problem or ""
    here = _mark(error.problem_mark or error.context_mark)
    start = _mark(error.context_mark or error.problem_mark)
    if "simple key" in context and "':'" in said:
        return Problem("yaml-syntax", start, "no colon in this line", "write KEY: VALUE")
    if "quoted scalar" in context and "end of stream" in said:
        hint = "close the quotes, or delete this one"
        return Problem("yaml-syntax", start, "quotes are opened here and never closed", hint)
    if "flow" in context and "did not find expected" in said:
        bracket = "[" if "sequence" in context else "{"
        message = f"the bracket {bracket} opened in line {start[0]} is not closed before this"
        return Problem("yaml-syntax", here, message, "close it, or check the commas before this")
    if "cannot start any token" in said:
        return _bad_start(here, text)
    message = f"not YAML: {' '.join(filter(None, (context, said)))}"
    return Problem("yaml-syntax", here, message, _hint(context, said))


def _bad_start(mark: Mark, text: str) -> Problem:
    lines = text.split("\n")
    line = lines[mark[0] - 1] if mark[0] <= len(lines) else ""
    found = line[mark[1] - 1 : mark[1]]
    if found == "\t":
        return Problem("yaml-syntax", mark, "a tab cannot indent a line", "indent with spaces")
    hint = "put text that starts with it in quotes"
    return Problem("yaml-syntax", mark, f"the character {found} cannot start a value", hint)


def _hint(context: str, said: str) -> str:
    if "expected <document start>" in said:
        return "a line further in than its section; is the '# ' gone from the section's name too?"
    if "mapping values are not allowed" in said:
        return "quote text that holds a colon and a space"
    if "unexpected ':'" in said:
        return "put a space behind the colon, and a value behind that"
    if "block mapping" in context or "block sequence" in context:
        return "check the indentation of this line and of the one above"
    return "check the indentation, the colons and the quotes in this line and the one above"


def _mark(at: yaml.Mark | None) -> Mark:
    return (at.line + 1, at.column + 1) if at else (0, 0)
