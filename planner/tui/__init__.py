"""The app."""

from pathlib import Path


def run_app(path: "Path") -> int:
    """Open the app."""
    return 0
