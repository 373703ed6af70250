from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="storedproblem",
            name="expected_group",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
    ]
