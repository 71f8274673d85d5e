"""The top storey: environment, health, headers, mail in files, invariants."""
