"""The docket: the columnar tables one audit looks at, their schema and integrity checks."""
