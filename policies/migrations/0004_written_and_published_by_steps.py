"""An edition begins as a draft; its writers stay known and publish nothing; its parts stay whole.

Nothing is added to what is published, and nothing taken from it (docs/laws.md T2).
"""

from django.db import migrations

from central_offices.roles_in_sql import holds
from kernel.triggers import begins_as, ends, only_grows, refused_if

PUBLISHES = f"""NEW.published_by_id IS NOT NULL AND (
    NEW.published_by_id = NEW.author_id OR NEW.published_by_id = ANY (NEW.written_by)
    OR NOT {holds("NEW.published_by_id", "'POLICY_EDITOR'", at="SECRETARIAT")})"""
TABLES = {
    "policies_editiontext": "SELECT (r).edition_id",
    "policies_absence": "SELECT (r).edition_id",
    "policies_keyissue": "SELECT (r).edition_id",
    "policies_keyissuetext": "SELECT edition_id FROM public.policies_keyissue WHERE id = (r).issue_id",
    "policies_keyissue_portfolios": (
        "SELECT edition_id FROM public.policies_keyissue WHERE id = (r).keyissue_id"
    ),
}


def part(table: str, edition: str) -> migrations.RunSQL:
    """No row of the table is put into, or taken out of, a published edition."""
    name = f"{table}_as_published"
    asked = {"NEW": "INSERT', 'UPDATE", "OLD": "UPDATE', 'DELETE"}
    checks = "".join(
        f"""
  IF TG_OP IN ('{events}') AND EXISTS (
      SELECT FROM public.policies_edition e
      WHERE e.id = ({edition.replace("(r)", row)}) AND e.status = 'PUBLISHED') THEN
    RAISE EXCEPTION 'The parts of a published edition stay as they are.'
      USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
  END IF;"""
        for row, events in asked.items()
    )
    return migrations.RunSQL(
        f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN{checks}
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER {name} BEFORE INSERT OR UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION {name}();
""",
        f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0003_published_once_commissioned"),
        ("kernel", "0003_refusals"),
        ("central_offices", "0015_roles_by_two_persons"),
    ]
    operations = [
        begins_as("edition_begins_as_a_draft", "policies_edition", ["DRAFT"],
                  "An edition begins as a draft."),
        ends("edition_that_ended_has_ended", "policies_edition", ["PUBLISHED", "DISCARDED"],
             "A published or discarded edition stays so."),
        only_grows("edition_writers_stay", "policies_edition", "written_by",
                   "Who wrote of an edition stays known."),
        refused_if("edition_published_by_an_editor", "policies_edition", ["published_by_id"],
                   PUBLISHES, "A policy editor publishes an edition, and no one who wrote of it."),
        *(part(table, edition) for table, edition in TABLES.items()),
    ]
