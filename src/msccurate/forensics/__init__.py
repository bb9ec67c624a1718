"""Arithmetic on printed numbers: exact, and free of specs and documents."""
