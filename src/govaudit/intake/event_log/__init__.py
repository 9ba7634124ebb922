"""Event logs (XES, CSV) as dockets: a map says which activity triggers a duty, which fulfils it, and when it falls due."""
