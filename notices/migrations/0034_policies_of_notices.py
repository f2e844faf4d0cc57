"""Policies of notices and of all that hangs on them (kernel/who_reads/row_policies.py).

A notice asks its own columns: the offices that see it, and its level. The Commission reads besides
what stands against a person whom it watches over, as `NoticeQuerySet.visible_to` says. What hangs
on a notice asks it by primary key, and says what of it is the owner's or the Secretariat's alone.
What a trigger decides by, it reads as the owner of the tables: all of it, whoever acts.
"""

from django.db import migrations

from kernel.who_reads.row_policies import (
    CLEARED,
    OWN_OFFICE,
    SECRETARIAT,
    SEEN,
    as_owner,
    of_a_seen,
    policy,
)

# Asked once a statement: it names no column of a row.
COMMISSION = """(SELECT EXISTS (SELECT FROM public.central_offices_centraloffice AS o
  WHERE o.kind = 'COMMISSION' AND o.number = ANY (public.kernel_audiences())))"""
WATCHED_OVER = """
CREATE FUNCTION notices_watched_over() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT a.act), '{}') FROM public.cases_protectedact a
  WHERE a.kind = 'NOTICE' AND public.cases_commission_acts()
$$;
"""
NOTICE = f"""{CLEARED} AND ({SEEN}
  OR id = ANY ((SELECT public.notices_watched_over())::uuid[])
    AND status NOT IN ('DRAFT', 'RETURNED', 'NATIONAL_REVIEW', 'DELETED'))"""
OWN = f"n.owner_office_id = {OWN_OFFICE}"
OF_NOTICE = """EXISTS (SELECT FROM public.notices_notice AS n
  WHERE n.id = notice_id AND ({more}) OFFSET 0)"""
VERSION = OF_NOTICE.format(
    more=f"n.current_version_id = notices_noticeversion.id OR {SECRETARIAT} OR {OWN}"
)
CIRCULATION = OF_NOTICE.format(more=f"office_id = {OWN_OFFICE} OR {SECRETARIAT} OR {OWN}")
PAPER = OF_NOTICE.format(more=f"office_id = {OWN_OFFICE} OR NOT proof AND {OWN}")
REVIEW = f"""EXISTS (SELECT FROM public.notices_noticeversion AS v
  JOIN public.notices_notice AS n ON n.id = v.notice_id
  WHERE v.id = notice_version_id
    AND ({SECRETARIAT} OR {OWN} AND (outcome = 'RETURN' OR n.status = 'REFUSED')) OFFSET 0)"""
TO_NOBODY = "'NO_OBJECTION', 'NO_SIGN_OF_OBJECTION', 'NO_EARLIER_REFUSAL'"
ITEM = f"""{of_a_seen("notices_review", "review_id")}
  AND ({SECRETARIAT} OR EXISTS (SELECT FROM public.notices_condition AS c
    WHERE c.id = condition_id AND c.code NOT IN ({TO_NOBODY})))"""

TRIGGERS = """published_notice_has_its_review notice_seen_by_whom_it_is_for notices_item_stays
un_notice_is_of_a_loaded_edition notices_never_hidden_from notices_wanted_stays_wanted""".split()
# With its table named by its schema.
ITEM_STAYS = """
CREATE OR REPLACE FUNCTION notices_item_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR EXISTS (
    SELECT 1 FROM public.notices_review WHERE id = OLD.review_id AND outcome <> ''
  ) THEN
    RAISE EXCEPTION 'A decided review is never changed.' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0008_policies_of_jobs_keys_and_files"),
        ("central_offices", "0034_live_by_a_head"),
        ("cases", "0026_policies_of_persons"),
        ("notices", "0033_policies_of_drafts"),
    ]
    operations = [
        migrations.RunSQL(ITEM_STAYS, migrations.RunSQL.noop),
        as_owner(*TRIGGERS),
        migrations.RunSQL(WATCHED_OVER, "DROP FUNCTION notices_watched_over();"),
        policy("notices_notice", NOTICE),
        policy("notices_notice_portfolios", of_a_seen("notices_notice", "notice_id")),
        # The owner chooses whom it leaves out; whom protection leaves out is told to nobody else.
        policy("notices_notice_not_for", OF_NOTICE.format(more=OWN)),
        policy("notices_noticeversion", VERSION),
        policy("notices_circulation", CIRCULATION),
        policy("notices_paper", PAPER),
        policy("notices_review", REVIEW),
        policy("notices_reviewitem", ITEM),
        # What the public reads. A condition would take the lists of the public their indexes.
        policy("notices_publicextract", "true"),
        policy("notices_refusal", f"{SECRETARIAT} OR {COMMISSION}"),
        policy("notices_unlistedition", SECRETARIAT),
        policy("notices_unlistchange", of_a_seen("notices_unlistedition", "edition_id")),
    ]
