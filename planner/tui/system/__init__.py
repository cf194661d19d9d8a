"""The terminal, the operating system and other programs."""
