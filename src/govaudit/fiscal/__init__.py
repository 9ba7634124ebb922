"""Public money: debt service, ratios and bands, PPP outlays, stress, early warning."""
