"""Numbers that count up without ever repeating; gaps are allowed."""

from django.db import connection


def next_number(name: str) -> int:
    """The next number under `name`, from 1; the row stays locked until the commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_counter (name, value) VALUES (%s, 1) "
            "ON CONFLICT (name) DO UPDATE SET value = kernel_counter.value + 1 RETURNING value",
            [name],
        )
        return int(cursor.fetchone()[0])
