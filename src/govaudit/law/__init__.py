"""Legal rules as dated data: their records, the reader of checklists, the calendar and the rate tables."""
