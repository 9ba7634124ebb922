"""form_figures."""
