from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organization", "0005_agency_place")]

    operations = [
        migrations.AddField(
            "unit",
            "zone",
            models.CharField(
                blank=True,
                choices=[
                    ("WIB", "WIB (Jawa, Sumatera, Kalimantan Barat dan Tengah)"),
                    ("WITA", "WITA (Bali, Nusa Tenggara, Sulawesi, Kalimantan lainnya)"),
                    ("WIT", "WIT (Maluku dan Papua)"),
                ],
                max_length=4,
            ),
        ),
        migrations.AddConstraint(
            "unit",
            models.CheckConstraint(
                condition=models.Q(zone__in=["", "WIB", "WITA", "WIT"]), name="unit_zone_known"
            ),
        ),
    ]
