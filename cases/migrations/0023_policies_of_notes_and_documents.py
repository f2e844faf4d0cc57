"""The first tables with policies of rows: notes and documents of cases (kernel/who_reads/row_policies.py).

Seen with the case, by an office that sees it or by an invitation; and by the office whose note or
document it is, which decides what becomes of it although the case is shown to it no longer.
"""

from django.db import migrations

from kernel.who_reads.row_policies import CLEARED, SEEN, policy

OF_A_SEEN_CASE = f"""EXISTS (SELECT FROM public.cases_case AS c
  WHERE c.id = case_id AND c.{CLEARED} AND (c.{SEEN} OR EXISTS (
    SELECT FROM public.cases_caseinvitation AS i
    WHERE i.content_object_id = c.id AND i.user_id = (SELECT public.kernel_officer()))))"""
OWN = """EXISTS (SELECT FROM public.central_offices_officer AS o
  JOIN public.central_offices_centraloffice AS f ON f.id = o.office_id
  WHERE o.id = {officer} AND f.number = ANY ((SELECT public.kernel_audiences())::integer[]))"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0005_who_reads"),
        ("cases", "0022_seen_at_their_levels"),
    ]
    operations = [
        policy("cases_caseentry", f"{OF_A_SEEN_CASE} OR {OWN.format(officer='written_by_id')}"),
        policy("cases_casefile", f"{OF_A_SEEN_CASE} OR {OWN.format(officer='added_by_id')}"),
    ]
