"""ratios."""
