"""
The interview: which question comes next, and why; pure state, no I/O.

It asks what can still change the decision, red flags first, and ends when nothing can.
"""

from __future__ import annotations

from advisor.interview.answers import MILES, UNSURE
from advisor.interview.interview import Interview
from advisor.interview.prompt import Field, Option, Prompt

__all__ = ["MILES", "UNSURE", "Field", "Interview", "Option", "Prompt"]
