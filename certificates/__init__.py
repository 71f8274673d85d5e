"""Certificates: issued once from a confirmed completion, frozen, and checkable by anyone who holds the code."""
