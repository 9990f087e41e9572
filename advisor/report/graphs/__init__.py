"""The reasoning of one advice drawn: for Mermaid and for Graphviz."""

from advisor.report.graphs.dot import dot
from advisor.report.graphs.mermaid import mermaid

__all__ = ["dot", "mermaid"]
