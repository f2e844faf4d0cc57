"""Policies of what a draft is written in (kernel/who_reads/row_policies.py).

Only the office that writes the notice reads these tables; everybody else reads the frozen copy.
"""

from django.db import migrations

from kernel.who_reads.row_policies import CLEARED, policy

OWN = f"""n.{CLEARED} AND o.number = ANY ((SELECT public.kernel_audiences())::integer[])"""
OF_OWN_NOTICE = f"""EXISTS (SELECT FROM public.notices_notice AS n
  JOIN public.central_offices_centraloffice AS o ON o.id = n.owner_office_id
  WHERE n.id = notice_id AND {OWN})"""
OF_OWN_PROCEEDING = f"""EXISTS (SELECT FROM public.notices_proceeding AS p
  JOIN public.notices_notice AS n ON n.id = p.notice_id
  JOIN public.central_offices_centraloffice AS o ON o.id = n.owner_office_id
  WHERE p.id = proceeding_id AND {OWN})"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0005_who_reads"),
        ("notices", "0032_version_of_the_public_register"),
    ]
    operations = [
        policy("notices_particulars", OF_OWN_NOTICE),
        policy("notices_proceeding", OF_OWN_NOTICE),
        policy("notices_charge", OF_OWN_PROCEEDING),
    ]
