"""The two themes of the planner's own. Every text on every ground in them is checked for contrast by a test."""

from textual.theme import Theme

DARK = Theme(
    name="planner-dark",
    primary="#7aa2d8",
    secondary="#b3a1dd",
    accent="#6cc0c4",
    success="#86c488",
    warning="#e3b566",
    error="#f08a8a",
    foreground="#e4e6ea",
    background="#14171c",
    surface="#14171c",
    panel="#222730",
    dark=True,
    variables={
        "foreground-muted": "#a7adb8",
        "text-muted": "#a7adb8",
        "footer-key-foreground": "#e3b566",
        "footer-description-foreground": "#c9ced8",
        "input-selection-background": "#7aa2d8 35%",
        "block-cursor-text-style": "bold",
    },
)
LIGHT = Theme(
    name="planner-light",
    primary="#24578f",
    secondary="#5d3f9e",
    accent="#0a6468",
    success="#22662a",
    warning="#7a4d00",
    error="#a52626",
    foreground="#1d222a",
    background="#fbfaf7",
    surface="#fbfaf7",
    panel="#e8e6df",
    dark=False,
    variables={
        "foreground-muted": "#555b66",
        "text-muted": "#555b66",
        "footer-key-foreground": "#7a4d00",
        "footer-description-foreground": "#333a45",
        "input-selection-background": "#24578f 30%",
        "block-cursor-text-style": "bold",
    },
)
OWN_THEMES = (DARK, LIGHT)
