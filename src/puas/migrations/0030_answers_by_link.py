"""Answers that came by a link are counted from an index of those alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("puas", "0029_result_groups")]
    operations = [
        migrations.AddIndex(
            model_name="response",
            index=models.Index(
                condition=models.Q(("link__isnull", False)),
                fields=["link", "received_at"],
                name="response_by_link",
            ),
        )
    ]
