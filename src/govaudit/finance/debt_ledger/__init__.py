"""debt_ledger."""
