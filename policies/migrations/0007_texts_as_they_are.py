"""The words of each portfolio become its first text."""

from django.db import migrations

FORWARD = """
INSERT INTO policies_portfoliotext (code, names, scopes, valid_from)
SELECT code, names, scopes, DATE '2026-01-01' FROM policies_portfolio;
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0006_texts_of_portfolios")]
    operations = [migrations.RunSQL(FORWARD, "DELETE FROM policies_portfoliotext;")]
