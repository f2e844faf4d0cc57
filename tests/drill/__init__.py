"""Drills: workers are killed, Redis is wiped, connections drop; and nothing is lost."""
