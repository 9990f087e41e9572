"""The one door to the template library: a template filled in, every text in it escaped."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from advisor.report.wording import capital, listing


def render(template: str, **values: Any) -> str:
    """Fill in a template of this package; a name that a template misses is an error."""
    return _environment().get_template(template).render(values)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("advisor.report.markup"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"capital": capital, "listing": listing}
    return environment
