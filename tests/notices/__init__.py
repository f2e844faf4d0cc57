"""Notices: what they hold, who sees them, and the UN list."""
