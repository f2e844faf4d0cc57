import datetime
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0024_words_are_stored'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('created_at__gte', django.db.models.expressions.CombinedExpression(models.F('opened_at'), '-', models.Value(datetime.timedelta(days=1)))), ('created_at__lte', django.db.models.expressions.CombinedExpression(models.F('opened_at'), '+', models.Value(datetime.timedelta(days=1))))), name='case_is_opened_when_filed'),
        ),
    ]
