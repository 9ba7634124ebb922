"""Checklists applied to a docket: statutory obligations added, limits measured, acts required and forbidden looked for."""
