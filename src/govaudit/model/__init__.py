"""The words of the domain: exact money, civil days, partial dates, problems, findings."""
