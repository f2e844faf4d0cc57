"""Attacks on the product, each read like one: what was tried, and that it does not work."""
