"""A frozen version and what a reviewer decided on it are never changed by the application."""

from django.db import migrations

FORWARD = "REVOKE UPDATE, DELETE ON notices_noticeversion FROM iisa_app;"
BACK = "GRANT UPDATE, DELETE ON notices_noticeversion TO iisa_app;"


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
