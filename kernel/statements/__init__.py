"""Fewer statements for what is read or written together."""
