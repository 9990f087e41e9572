"""Judging a knowledge base: how its parts hang together, and what cases make of it."""

from __future__ import annotations

from advisor.audit.exercised import Exercised, cases_beside, exercised, valid_cases
from advisor.audit.links import Links

__all__ = ["Exercised", "Links", "cases_beside", "exercised", "valid_cases"]
