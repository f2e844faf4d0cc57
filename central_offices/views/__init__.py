"""Pages about offices, officers, API clients and one's own account."""
