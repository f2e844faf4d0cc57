"""The demo world: all offices, invented officers and invented cases. Only where DEMO=1."""
