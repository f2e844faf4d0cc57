"""The forms of cases and persons: shape and validity of what is typed."""
