"""The exact index of an agency with hundreds of units is a fraction of more than 200 digits.

Only PostgreSQL keeps to the length; on SQLite the column stays as it is, so that the table and its triggers do.
"""

from django.db import migrations, models


def _set_type(kind):
    def alter(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f'ALTER TABLE puas_result ALTER COLUMN "index" TYPE {kind}')

    return alter


class Migration(migrations.Migration):
    dependencies = [("puas", "0024_finding_answers")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="result", name="index", field=models.TextField(blank=True)
                )
            ],
            database_operations=[
                migrations.RunPython(_set_type("text"), _set_type("varchar(200)"), elidable=False)
            ],
        )
    ]
