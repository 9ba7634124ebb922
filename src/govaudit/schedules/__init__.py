"""Schedules of debts: every flow from its terms, to the fen and the day."""
