"""No ground, condition or reason tells of protection: what did says now what others are told too."""

from django.db import migrations

from notices.reference import conditions

OLD, NEW = ["NOT_PROTECTED", "NO_SIGN_OF_PROTECTION"], ["NO_OBJECTION", "NO_SIGN_OF_OBJECTION"]


def rename(apps, schema_editor):
    rows = apps.get_model("notices", "Condition").objects
    seeds = {row.code: row for row in conditions()}
    for old, new in zip(OLD, NEW, strict=True):
        seed = seeds[new]
        rows.filter(code=old).update(
            code=new,
            article=seed.article,
            wording=seed.wording,
            predicate=seed.predicate,
            parameters=seed.parameters,
        )


def rename_back(apps, schema_editor):
    rows = apps.get_model("notices", "Condition").objects
    for old, new in zip(OLD, NEW, strict=True):
        rows.filter(code=new).update(code=old)
    rows.filter(code=OLD[0]).update(predicate="not_protected")


# Decided reviews stay as they are for everybody but this.
REASONS = """
ALTER TABLE notices_review DISABLE TRIGGER review_stays;
ALTER TABLE notices_reviewitem DISABLE TRIGGER item_stays;
UPDATE notices_review SET reasons = array_replace(reasons, 'REFUGEE', 'ART2_HUMAN_RIGHTS')
  WHERE 'REFUGEE' = ANY (reasons);
UPDATE notices_reviewitem SET refusals = array_replace(refusals, 'REFUGEE', 'ART2_HUMAN_RIGHTS')
  WHERE 'REFUGEE' = ANY (refusals);
UPDATE notices_reviewitem SET automatic_reason = '' WHERE automatic <> 'PASS' AND condition_id IN (
  SELECT id FROM notices_condition WHERE code = 'NO_OBJECTION');
ALTER TABLE notices_reviewitem ENABLE TRIGGER item_stays;
ALTER TABLE notices_review ENABLE TRIGGER review_stays;
ALTER TABLE notices_notice DISABLE TRIGGER end_keeps_its_ground;
UPDATE notices_notice SET end_reason = 'ART2_HUMAN_RIGHTS' WHERE end_reason = 'REFUGEE';
UPDATE notices_notice SET end_reason = 'CONDITIONS_NOT_MET' WHERE end_reason = 'REFUGEE_CONFIRMED';
ALTER TABLE notices_notice ENABLE TRIGGER end_keeps_its_ground;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0010_persons_of_a_notice")]
    operations = [
        migrations.RunPython(rename, rename_back),
        migrations.RunSQL(REASONS, migrations.RunSQL.noop),
    ]
