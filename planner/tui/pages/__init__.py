"""The pages beside a list: one person, one application."""
