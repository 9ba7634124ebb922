"""The engine on whole columns: a docket larger than memory, streamed by DuckDB and folded by the compiled kernel.

Only what is plain is settled here. Whatever asks for a second look (a cell that is no clean value, corrections, instants, statutory
duties, payments that several debts share) sends its whole instrument back, to be read and settled row by row (engine.settle).
"""
