"""govaudit: everything a government promised, with a date, and what came of it."""

__version__ = "0.1.0"
