"""Dockets larger than memory: settled in columns where they are plain, row by row where not, on one machine or on many.

This room is to a docket larger than memory what audit.py is to one that fits: the drawing of the house for `govaudit status`.
"""
