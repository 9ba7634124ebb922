"""yaml_case."""
