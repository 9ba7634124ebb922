"""officials."""
