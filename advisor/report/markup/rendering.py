"""The one door to the template library: a template filled in, every text in it escaped."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from advisor.diagnostics import printable
from advisor.report.wording import capital, listing


def render(template: str, **values: Any) -> str:
    """Fill in a template of this package; a name that a template misses is an error."""
    return _environment().get_template(template).render(values)


def _shown(value: Any) -> Any:
    """Take out of a text what steers where it is shown; what is markup already is ours."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return printable(re.sub(r"\s", " ", value))
    return value


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("advisor.report.markup"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    environment.filters |= {"capital": capital, "listing": listing}
    return environment
