"""What a column is compared by, found without asking how Django's class for it is called.

Django compares every selected column with what a query is ordered by, and asks `inspect` for each:
a tenth of what a test of a page costs. The answer is the same; tests/launch/test_plumbing.py looks.
"""

from django.db.models.expressions import Col
from django.utils.functional import cached_property


def _identity(column: Col) -> tuple:
    given = column._constructor_args[0]
    output = given[2] if len(given) > 2 else column._constructor_args[1].get("output_field")
    named = {"alias": column.alias, "target": column.target, "output_field": output}
    return (type(column), *((name, column._identity(value)) for name, value in named.items()))


quick_identity = cached_property(_identity)
quick_identity.__set_name__(Col, "identity")
Col.identity = quick_identity
