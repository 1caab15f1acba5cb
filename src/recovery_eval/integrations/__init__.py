"""The library inside other tools. Each module is imported by its tool, and by nothing else here."""
