"""
A rule-based injury-pattern advisor for runners.

The public functions are imported when they are first used, so that importing the package costs
nothing:

- `load(folder=None)` reads a knowledge base, the shipped one by default;
- `read_case(source)` reads a case file, or a shipped case by `@name`;
- `advise(case)` gives the `Advice`: its `decision`, and the record of every reason;
- `why(advice, id)` and `why_not(advice, id)` explain what it says, and what it does not say;
- `what_if(advice, change, ...)` gives what would be different if the case were changed;
- `counterfactual(advice, id)` finds the smallest changes that would make it say something else;
- `Interview(base)` asks what can still change the decision, one prompt after the other;
- `validate(paths)` judges many case files, one `CaseResult` each.

An input they cannot use raises `CaseError` or `KnowledgeError`, whose `diagnostics` say where, what
and how to mend it (`ChangeError` for changes of a case), or `UnknownIdError`, `AmbiguousNameError`
or `NotConcludedError` for a name; all are an `AdvisorError`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advisor.advice import Advice as Advice
    from advisor.batch import CaseResult as CaseResult
    from advisor.batch import validate as validate
    from advisor.cases import Case as Case
    from advisor.diagnostics import AdvisorError as AdvisorError
    from advisor.diagnostics import AmbiguousNameError as AmbiguousNameError
    from advisor.diagnostics import CaseError as CaseError
    from advisor.diagnostics import Diagnostic as Diagnostic
    from advisor.diagnostics import KnowledgeError as KnowledgeError
    from advisor.diagnostics import UnknownIdError as UnknownIdError
    from advisor.explanation import why as why
    from advisor.explanation import why_not as why_not
    from advisor.explanation.changes import ChangeError as ChangeError
    from advisor.explanation.counterfactual import counterfactual as counterfactual
    from advisor.explanation.target import NotConcludedError as NotConcludedError
    from advisor.explanation.what_if import what_if as what_if
    from advisor.interview import Interview as Interview
    from advisor.knowledge import KnowledgeBase as KnowledgeBase
    from advisor.knowledge import load as load
    from advisor.reasoner import advise as advise
    from advisor.reasoner import read_case as read_case

_HOMES = {
    "load": "advisor.knowledge",
    "read_case": "advisor.reasoner",
    "advise": "advisor.reasoner",
    "why": "advisor.explanation",
    "why_not": "advisor.explanation",
    "what_if": "advisor.explanation.what_if",
    "counterfactual": "advisor.explanation.counterfactual",
    "validate": "advisor.batch",
    "Advice": "advisor.advice",
    "Case": "advisor.cases",
    "CaseResult": "advisor.batch",
    "Interview": "advisor.interview",
    "KnowledgeBase": "advisor.knowledge",
    "AdvisorError": "advisor.diagnostics",
    "AmbiguousNameError": "advisor.diagnostics",
    "CaseError": "advisor.diagnostics",
    "ChangeError": "advisor.explanation.changes",
    "Diagnostic": "advisor.diagnostics",
    "KnowledgeError": "advisor.diagnostics",
    "NotConcludedError": "advisor.explanation.target",
    "UnknownIdError": "advisor.diagnostics",
}
__all__ = [
    "Advice",
    "AdvisorError",
    "AmbiguousNameError",
    "Case",
    "CaseError",
    "CaseResult",
    "ChangeError",
    "Diagnostic",
    "Interview",
    "KnowledgeBase",
    "KnowledgeError",
    "NotConcludedError",
    "UnknownIdError",
    "advise",
    "counterfactual",
    "load",
    "read_case",
    "validate",
    "what_if",
    "why",
    "why_not",
]


if not TYPE_CHECKING:  # which takes a module that has this to have any name

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
