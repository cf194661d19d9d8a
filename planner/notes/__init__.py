"""What to write: templates, the facts merged into them, and the blanks that are left for the user."""
