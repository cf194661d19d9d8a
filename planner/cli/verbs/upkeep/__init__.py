"""Verbs about the book as a file, and about the planner itself."""
