"""debt_forms."""
