"""Who reads a file, or a job: also who sees what names it (kernel/who_reads/row_policies.py).

A policy beside that of the kernel asks the tables that name the row, whose own policies hold
inside. It asks them one by one in a function: as sub-queries of every statement that reads a file
they took 22 ms to plan, and their plans are kept so.
"""

from django.db import migrations

# The most common first.
NAMING = {
    "kernel_storedfile": [
        ("cases_casefile", "file_id"),
        ("exchange_attachment", "file_id"),
        ("cases_photo", "shown_id"),
        ("notices_noticeversion", "photo_id"),
        ("notices_paper", "file_id"),
        ("notices_publicextract", "photo_id"),
        ("policies_editiondocument", "file_id"),
        ("cases_photo", "original_id"),
        ("notices_proceeding", "warrant_copy_id"),
        ("notices_unlistedition", "file_id"),
    ],
    "kernel_job": [("notices_paper", "job_id")],
}


def named(table: str, naming: list[tuple[str, str]]) -> migrations.RunSQL:
    function = f"agency_seen_with_{table.split('_')[1]}"
    asked = "\n".join(
        f"  IF EXISTS (SELECT FROM public.{name} AS n WHERE n.{column} = named) THEN "
        "RETURN true; END IF;"
        for name, column in naming
    )
    return migrations.RunSQL(
        f"""
CREATE FUNCTION {function}(named uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
{asked}
  RETURN false;
END $$;
CREATE POLICY named ON {table} FOR SELECT TO iisa_app USING (public.{function}(id));
""",
        f"DROP POLICY named ON {table}; DROP FUNCTION {function}(uuid);",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0008_policies_of_jobs_keys_and_files"),
        ("cases", "0027_policies_of_cases"),
        ("exchange", "0020_policies_of_requests"),
        ("notices", "0034_policies_of_notices"),
        ("policies", "0011_policies_of_editions"),
    ]
    operations = [named(table, naming) for table, naming in NAMING.items()]
