"""A UN notice is in force by an edition of the UN list that two persons let load, and says the same.

The newest loaded edition that names its reference is the one that counts (docs/decisions/0032).
"""

from django.db import migrations, models

from central_offices.roles_in_sql import holds
from kernel.triggers import holds_at_commit, refused_if

LISTED = """
  r.colour = 'UN' AND r.status IN ('PUBLISHED', 'SUSPENDED') AND NOT coalesce((
    SELECT c.kind <> 'DELISTED' AND c.data_id = r.un_data_id AND c.after <> '' AND c.after = (
        SELECT v.payload #>> '{listing,digest}' FROM public.notices_noticeversion v
        WHERE v.id = r.current_version_id AND v.notice_id = r.id)
    FROM public.notices_unlistchange c JOIN public.notices_unlistedition e ON e.id = c.edition_id
    WHERE c.reference = r.un_reference AND e.status = 'LOADED'
    ORDER BY e.loaded_at DESC LIMIT 1), false)
"""
PROPOSED = """NOT EXISTS (
    SELECT FROM public.notices_unlistedition e
    WHERE e.id = NEW.edition_id AND e.status = 'CHECKED')"""


def keeps(column: str) -> str:
    """SQL that is true where the column names nobody of the Secretariat who keeps the list now."""
    keeper = holds(f"NEW.{column}", "'ADMINISTRATOR', 'REVIEWER'", at="SECRETARIAT")
    return f"NEW.{column} IS NOT NULL AND NOT {keeper}"


class Migration(migrations.Migration):
    dependencies = [("notices", "0009_reviewed_by_whom_it_says")]
    operations = [
        migrations.AddIndex(
            model_name="unlistchange",
            index=models.Index(fields=["reference"], name="un_change_of_reference"),
        ),
        refused_if("un_change_before_it_is_proposed", "notices_unlistchange", ["edition_id"],
                   PROPOSED, "What an edition of the UN list changes is said before it is proposed."),
        refused_if("un_edition_brought_by_a_keeper", "notices_unlistedition", ["uploaded_by_id"],
                   keeps("uploaded_by_id"), "Who keeps the UN list brings an edition."),
        refused_if("un_edition_decided_by_a_keeper", "notices_unlistedition", ["decided_by_id"],
                   keeps("decided_by_id"), "Who keeps the UN list decides on an edition."),
        holds_at_commit("un_notice_is_of_a_loaded_edition", "notices_notice",
                        ["INSERT", "UPDATE OF status, un_reference, un_data_id, current_version_id"],
                        LISTED, "A UN notice is in force by a loaded edition of the UN list.",
                        "NEW.colour = 'UN' AND NEW.status IN ('PUBLISHED', 'SUSPENDED')"),
    ]
