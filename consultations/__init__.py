"""Consultations: a lead's plan, real slots, booking without names, records in codes, counts."""
