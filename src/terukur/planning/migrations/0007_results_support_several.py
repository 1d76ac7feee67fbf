import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

# Each of the two columns becomes a row of its own.
MOVE = """
INSERT INTO planning_resultsupport (result_id, leader_result_id, objective_id)
SELECT id, supports_id, NULL FROM planning_plannedresult WHERE supports_id IS NOT NULL AND supports_id <> id
UNION ALL
SELECT id, NULL, supports_objective_id FROM planning_plannedresult WHERE supports_objective_id IS NOT NULL
"""
# The first of each kind goes back into its column.
MOVE_BACK = """
UPDATE planning_plannedresult AS result SET
    supports_id = (SELECT leader_result_id FROM planning_resultsupport
        WHERE result_id = result.id AND leader_result_id IS NOT NULL ORDER BY id LIMIT 1),
    supports_objective_id = (SELECT objective_id FROM planning_resultsupport
        WHERE result_id = result.id AND objective_id IS NOT NULL ORDER BY id LIMIT 1)
"""
# Checks of foreign keys that wait for the end of the transaction forbid dropping a column before it.
CHECK_NOW = "SET CONSTRAINTS ALL IMMEDIATE"


class Migration(migrations.Migration):

    dependencies = [
        ('planning', '0006_qualitative_form'),
    ]

    operations = [
        migrations.CreateModel(
            name='ResultSupport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('leader_result', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='supported_by', to='planning.plannedresult')),
                ('objective', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supported_by', to='planning.unitobjective')),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='support_rows', to='planning.plannedresult')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [
                    models.CheckConstraint(name='support_is_of_one_thing', condition=Q(leader_result__isnull=False, objective__isnull=True) | Q(leader_result__isnull=True, objective__isnull=False)),
                    models.CheckConstraint(name='no_result_supports_itself', condition=Q(leader_result__isnull=True) | ~Q(leader_result=F('result'))),
                    models.UniqueConstraint(fields=['result', 'leader_result'], name='leader_result_supported_once'),
                    models.UniqueConstraint(fields=['result', 'objective'], name='objective_supported_once'),
                ],
            },
        ),
        migrations.RunSQL(MOVE, MOVE_BACK),
        migrations.RunSQL(CHECK_NOW, CHECK_NOW),
        migrations.RemoveField(model_name='plannedresult', name='supports'),
        migrations.RemoveField(model_name='plannedresult', name='supports_objective'),
        migrations.AlterField(
            model_name='resultsupport',
            name='result',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='planning.plannedresult'),
        ),
    ]
