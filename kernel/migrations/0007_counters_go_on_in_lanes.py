"""Every counter goes on behind the last number that it gave; a lane gives every sixteenth."""

from django.db import migrations

FORWARD = """
INSERT INTO kernel_counter (name, lane, value)
SELECT name, new.lane, value + 1 + (new.lane - value % 16 + 16) % 16
FROM kernel_counter, generate_series(1, 15) AS new (lane);
UPDATE kernel_counter SET value = value + 1 + (16 - value % 16) % 16 WHERE lane = 0;
"""
BACK = """
UPDATE kernel_counter SET value = (
  SELECT greatest(max(other.value) - 16, 0) FROM kernel_counter other
  WHERE other.name = kernel_counter.name
) WHERE lane = 0;
DELETE FROM kernel_counter WHERE lane > 0;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0006_lanes_of_counters")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
