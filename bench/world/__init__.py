"""A large invented world: cases, persons, requests, notices and the ledger of two years.

    python3 -m launch bench 100k

makes one under var/bench/ and keeps it. The same size, day and reference data give the same rows.
Left out are messages and deliveries, circulations, documents in cases, and the texts of answers.
"""
