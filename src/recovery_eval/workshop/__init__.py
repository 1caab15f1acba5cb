"""What those who write rules and signals work with: scaffolds, cases, lint, traces, coverage, mutants, schemas."""
