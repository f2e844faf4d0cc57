"""What a country's developers run against their own receiver, and against this system.

Every rule says what it asks and where that is written. The addresses are typed by whoever runs the
command, so that nothing stands between them and an address on their own machine.
"""
