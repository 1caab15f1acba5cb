"""What holds for all tests: none depends on a clock, so Hypothesis sets no example a time limit."""

from hypothesis import settings

settings.register_profile("no-clock", deadline=None)
settings.load_profile("no-clock")
