"""A rule-based injury-pattern advisor for runners."""
