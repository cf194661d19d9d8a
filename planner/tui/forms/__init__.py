"""Forms: what each asks, and the command that its values become."""
