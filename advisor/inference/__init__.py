"""Rules compiled onto experta, run on facts, every firing recorded."""

from __future__ import annotations

from advisor.inference.engine import Engine
from advisor.inference.record import Firing, Grounds, Met, Pending, Record
from advisor.inference.strata import infer

__all__ = ["Engine", "Firing", "Grounds", "Met", "Pending", "Record", "infer"]
