"""The line drawings: each drill in three frames, the stride, and where in it each key acts."""

from advisor.report.markup.figures.drills import drill_picture
from advisor.report.markup.figures.stride import key_picture, stride_picture

__all__ = ["drill_picture", "key_picture", "stride_picture"]
