"""Formats that other systems export: one module a format, each loaded by its entry point when it is asked for."""
