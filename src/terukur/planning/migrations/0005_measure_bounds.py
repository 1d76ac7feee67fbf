from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("planning", "0004_plan_steps")]

    operations = [
        migrations.AddField(
            "measure",
            "allows_negative",
            models.BooleanField(default=False, verbose_name="nilai negatif mungkin"),
        ),
        migrations.AddField(
            "measure",
            "may_exceed_whole",
            models.BooleanField(default=False, verbose_name="pembilang boleh melebihi penyebut"),
        ),
    ]
