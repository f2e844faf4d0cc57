"""Tests of the one command that sets up and runs the system."""
