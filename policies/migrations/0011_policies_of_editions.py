"""Policies of the editions of the key issues (kernel/who_reads/row_policies.py).

What is published is everybody's. All else is the General Secretariat's, whose policy editors write
and decide. A part asks its edition, an issue's part its issue.
What a trigger decides by, it reads as the owner: all of it, whoever acts.
"""

from django.db import migrations

from kernel.who_reads.row_policies import SECRETARIAT, of_a_seen, policy

OF_A_SEEN_EDITION = of_a_seen("policies_edition", "edition_id")
STAYS = """
CREATE OR REPLACE FUNCTION policies_published_stays() RETURNS trigger LANGUAGE plpgsql
{how} AS $$
BEGIN
  IF TG_TABLE_NAME = 'policies_edition' THEN
    IF OLD.status = 'PUBLISHED' THEN
      RAISE EXCEPTION 'A published edition is never changed; publish a correction.';
    END IF;
  ELSIF TG_TABLE_NAME = 'policies_editiondocument' THEN
    IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - 'file_id' - 'made_at') <> (to_jsonb(OLD) - 'file_id' - 'made_at')
       OR OLD.file_id IS NOT NULL THEN
      RAISE EXCEPTION 'A published document is never changed; publish a correction.';
    END IF;
  ELSIF TG_TABLE_NAME = 'policies_keyissuetext' THEN
    IF EXISTS (SELECT FROM public.policies_edition e
               JOIN public.policies_keyissue i ON i.edition_id = e.id
               WHERE i.id = OLD.issue_id AND e.status = 'PUBLISHED') THEN
      RAISE EXCEPTION 'A published edition is never changed; publish a correction.';
    END IF;
  ELSIF EXISTS (SELECT FROM public.policies_edition
                WHERE id = OLD.edition_id AND status = 'PUBLISHED') THEN
    RAISE EXCEPTION 'A published edition is never changed; publish a correction.';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""
AS_THE_OWNER = "SECURITY DEFINER SET search_path = pg_catalog, pg_temp"


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0008_policies_of_jobs_keys_and_files"),
        ("central_offices", "0034_live_by_a_head"),
        ("policies", "0010_tags_by_two_persons"),
    ]
    operations = [
        migrations.RunSQL(STAYS.format(how=AS_THE_OWNER), STAYS.format(how="SECURITY INVOKER")),
        policy("policies_edition", f"status = 'PUBLISHED' OR {SECRETARIAT}"),
        policy("policies_editiontext", OF_A_SEEN_EDITION),
        policy("policies_editiondocument", OF_A_SEEN_EDITION),
        policy("policies_absence", OF_A_SEEN_EDITION),
        policy("policies_keyissue", OF_A_SEEN_EDITION),
        policy("policies_keyissuetext", of_a_seen("policies_keyissue", "issue_id")),
        policy("policies_keyissue_portfolios", of_a_seen("policies_keyissue", "keyissue_id")),
    ]
