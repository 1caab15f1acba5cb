"""What those who write rules and signals work with: scaffolds, proof, traces, coverage, mutants, schemas."""
