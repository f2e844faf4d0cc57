"""Conformance kit: run by a country's developers against their own receiver and this system.

Every rule says what it asks and where that is written. The addresses are typed by whoever runs the
command, so that nothing stands between them and an address on their own machine.
"""
