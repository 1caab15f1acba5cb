"""Checklists as text and HTML: functions that take results and return strings."""
