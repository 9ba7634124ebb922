"""Duties: what was promised, what debts oblige, what the law adds, in one table; the docket they come from stays as it was read."""
