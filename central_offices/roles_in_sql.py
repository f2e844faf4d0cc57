"""Who holds a role now, as a condition of SQL in the triggers of other apps."""

KIND = """(
    SELECT f.kind FROM public.central_offices_officer o
    JOIN public.central_offices_centraloffice f ON f.id = o.office_id WHERE o.id = {officer})"""
OFFICE = "(SELECT o.office_id FROM public.central_offices_officer o WHERE o.id = {officer})"


def holds(officer: str, roles: str, *, at: str = "") -> str:
    """SQL that is true where a person at work holds one of the roles in the own office now.

    `officer` is a column with the officer's number, `roles` quoted names, with commas between. `at`
    is the kind that the office has, where only one is meant.
    """
    held = f"public.central_offices_holds({officer}, ARRAY[{roles}]::text[])"
    return f"({held} AND {KIND.format(officer=officer)} = '{at}')" if at else held


def office(officer: str) -> str:
    """SQL of the office in which the officer of that column works."""
    return OFFICE.format(officer=officer)
