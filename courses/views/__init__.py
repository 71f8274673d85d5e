"""Screens of courses, one file for each family."""
