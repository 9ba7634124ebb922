"""One reader per format: rows in, tables and problems out."""
