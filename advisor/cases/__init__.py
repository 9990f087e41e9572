"""A case: its schema (generated), a file of it checked and read, and the facts it reports."""

from __future__ import annotations

from advisor.cases.case import UNCHECKED, Case, Checker
from advisor.cases.case_schema import case_schema
from advisor.cases.template import new_case

__all__ = ["UNCHECKED", "Case", "Checker", "case_schema", "new_case"]
