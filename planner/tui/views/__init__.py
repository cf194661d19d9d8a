"""The five views and triage: lists, the calendar, the insights."""
