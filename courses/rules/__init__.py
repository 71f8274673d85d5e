"""Judgement and arithmetic on plain values. Pure: no database, no clock, no request."""
