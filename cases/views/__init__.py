"""The pages of cases and persons."""
