"""
How fast, beside others doing the same work in the same run: `python -m tests.benchmarks`.

Figures are ratios, because a ratio means the same on every machine; a timing is never a test.
"""
