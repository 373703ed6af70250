"""The journal becomes a hash chain, acts get a nonce, and an officer without a role becomes one of coordination."""

from django.db import migrations, models

from allforall.store.node.chain import line_hash, make_reason


def _chain(apps, _schema_editor):  # type: ignore[no-untyped-def]  # as Django calls it
    acts = apps.get_model("node", "Act")
    before = ""
    for act in acts.objects.order_by("id").iterator():
        act.why_salt, act.why_hash = make_reason(act.why)
        act.line = before = line_hash(
            before=before,
            at=act.at,
            kind=act.kind,
            officers=act.officers,
            details=act.details,
            nonce="",
            asked="",
            reason=act.why_hash,
        )
        act.save(update_fields=["why_salt", "why_hash", "line"])


def _roles(apps, _schema_editor):  # type: ignore[no-untyped-def]  # as above
    # Until now no role limited anybody, and the commands asked for none. Another word is kept as it is.
    apps.get_model("node", "Officer").objects.filter(role="").update(role="coordination")


class Migration(migrations.Migration):
    dependencies = [("node", "0001_initial")]

    operations = [
        migrations.AddField(
            "act", "why_salt", models.CharField(blank=True, default="", max_length=32), preserve_default=False
        ),
        migrations.AddField(
            "act", "why_hash", models.CharField(blank=True, default="", max_length=64), preserve_default=False
        ),
        migrations.AddField("act", "nonce", models.CharField(max_length=64, null=True, unique=True)),
        migrations.AddField(
            "act", "asked", models.CharField(blank=True, default="", max_length=64), preserve_default=False
        ),
        migrations.AddField("act", "line", models.CharField(default="", max_length=64), preserve_default=False),
        migrations.RunPython(_chain, migrations.RunPython.noop),
        migrations.RunPython(_roles, migrations.RunPython.noop),
    ]
