"""Advice questioned: why, why not, what if, and what would have to be different."""
