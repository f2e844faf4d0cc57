"""Offices, officers, and their systems."""
