"""Deadlines, the fold, interest: pure functions of tables and a date, no I/O, no law texts, no people."""
