"""Answers to why and why not, as text, as Markdown and as data."""
