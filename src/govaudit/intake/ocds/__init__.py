"""Open contracting data (OCDS 1.0-1.2, OCDS for PPPs, OC4IDS) as rows of the docket.

A process is read as the history of its releases: `entity` merges them value by value and remembers what was read, `unmapped`
lists what was not. The mapping is written down field by field in docs/ocds.md.
"""
