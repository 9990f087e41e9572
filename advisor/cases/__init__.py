"""A case: its schema (generated), a file of it checked and read, and the facts it reports."""

from __future__ import annotations

from advisor.cases.case import UNCHECKED, Case, Checker
from advisor.cases.case_schema import EXPECTED_LISTS, EXPECTED_MAPPINGS, case_schema
from advisor.cases.places import KINDS, SECTION_OF, Place, every_place, place_name
from advisor.cases.template import new_case
from advisor.cases.written import write_case

__all__ = [
    "EXPECTED_LISTS",
    "EXPECTED_MAPPINGS",
    "KINDS",
    "SECTION_OF",
    "UNCHECKED",
    "Case",
    "Checker",
    "Place",
    "case_schema",
    "every_place",
    "new_case",
    "place_name",
    "write_case",
]
