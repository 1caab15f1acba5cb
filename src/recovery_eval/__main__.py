"""Runs the command line as `python -m recovery_eval`."""

from recovery_eval.cli import main

main()
