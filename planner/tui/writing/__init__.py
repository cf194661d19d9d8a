"""A note from its first word to the moment it is sent: the editor, the advice beside it, and its delivery."""
