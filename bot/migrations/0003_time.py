from tortoise import migrations
from tortoise.migrations import operations as ops
from tasks.fields import FactsField, MomentField
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import UniqueConstraint

class Migration(migrations.Migration):
    dependencies = [('zhijian', '0002_whole_life')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Duty',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('unit', fields.IntField()),
                ('day', fields.CharField(max_length=10)),
                ('person', fields.CharField(db_index=True, max_length=128)),
                ('role', fields.CharField(default='duty', max_length=8)),
                ('stand_in', fields.CharField(default='', max_length=128)),
                ('was', fields.CharField(default='', max_length=128)),
                ('made_by', fields.CharField(max_length=128)),
                ('made_at', MomentField()),
            ],
            options={'table': 'duty', 'app': 'zhijian', 'unique_together': (('unit', 'day', 'role', 'person'),), 'indexes': [Index(fields=['day'])], 'pk_attr': 'id', 'table_description': "Somebody's duty in a unit on a day (YYYY-MM-DD). role is lead (带班领导) or duty (值班员)."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Emergency',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('name', fields.CharField(max_length=60)),
                ('departments', FactsField(unique=False)),
                ('declared_by', fields.CharField(max_length=128)),
                ('chat', fields.CharField(default='', max_length=128)),
                ('text', fields.TextField(unique=False)),
                ('begins_at', MomentField()),
                ('until', MomentField(db_index=True)),
                ('ended_at', MomentField(null=True)),
                ('ended_by', fields.CharField(default='', max_length=128)),
                ('reported_at', MomentField(null=True)),
            ],
            options={'table': 'emergency', 'app': 'zhijian', 'pk_attr': 'id', 'table_description': 'One emergency: what it is called, which units it is for, from when until when, who declared it.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Leave',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('person', fields.CharField(db_index=True, max_length=128)),
                ('begins_at', MomentField()),
                ('until', MomentField(db_index=True)),
                ('stand_in', fields.CharField(default='', max_length=128)),
                ('told_by', fields.CharField(max_length=128)),
                ('told_at', MomentField()),
                ('ended_at', MomentField(null=True)),
            ],
            options={'table': 'leave', 'app': 'zhijian', 'pk_attr': 'id', 'table_description': 'Somebody is away (请假, 出差): from begins_at up to until, stand_in (may be empty) gets what comes.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='RuleSet',
            fields=[
                ('digest', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=16)),
                ('facts', FactsField(unique=False)),
                ('since', MomentField()),
            ],
            options={'table': 'rule_set', 'app': 'zhijian', 'pk_attr': 'digest', 'table_description': 'Rules as they were in force, under the digest of what they say, directives name the one they keep.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Series',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('title', fields.CharField(max_length=200)),
                ('text', fields.TextField(unique=False)),
                ('issuer', fields.CharField(db_index=True, max_length=128)),
                ('posted_by', fields.CharField(max_length=128)),
                ('chat', fields.CharField(default='', max_length=128)),
                ('rule', fields.CharField(max_length=120)),
                ('clock', fields.CharField(max_length=5)),
                ('shift', fields.CharField(max_length=8)),
                ('state', fields.CharField(default='active', max_length=8)),
                ('made_at', MomentField()),
                ('ended_at', MomentField(null=True)),
                ('next_day', fields.CharField(default='', max_length=10)),
                ('look_at', MomentField(null=True, db_index=True)),
                ('facts', FactsField(unique=False)),
            ],
            options={'table': 'series', 'app': 'zhijian', 'pk_attr': 'id', 'table_description': 'A sentence that is issued again and again. rule is an RRULE as in the corpora, clock the due time (HH:MM).'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Directive',
            name='group_told_at',
            field=MomentField(null=True),
        ),
        ops.AddField(
            model_name='Directive',
            name='occurrence',
            field=fields.CharField(null=True, max_length=10),
        ),
        ops.AddField(
            model_name='Directive',
            name='provisional',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name='Directive',
            name='rules',
            field=fields.CharField(default='', db_default='', max_length=16),
        ),
        ops.AddField(
            model_name='Directive',
            name='series_id',
            field=fields.BigIntField(null=True),
        ),
        ops.AddConstraint(
            model_name='Directive',
            constraint=UniqueConstraint(fields=('series_id', 'occurrence'), name=None),
        ),
        ops.AddField(
            model_name='Nudge',
            name='critical',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name='Nudge',
            name='due',
            field=MomentField(null=True),
        ),
        ops.AddField(
            model_name='Nudge',
            name='facts',
            field=FactsField(null=True, unique=False),
        ),
        ops.AddField(
            model_name='Nudge',
            name='message',
            field=fields.CharField(default='', db_default='', max_length=190),
        ),
        ops.AddField(
            model_name='Nudge',
            name='reason',
            field=fields.CharField(default='', db_default='', max_length=40),
        ),
        ops.AddField(
            model_name='Nudge',
            name='role',
            field=fields.CharField(default='assignee', db_default='assignee', max_length=12),
        ),
        ops.AddField(
            model_name='Nudge',
            name='sent_at',
            field=MomentField(null=True),
        ),
        ops.AddField(
            model_name='Nudge',
            name='state',
            field=fields.CharField(default='waiting', db_default='sent', max_length=8),
        ),
        ops.AddField(
            model_name='Nudge',
            name='until',
            field=MomentField(null=True),
        ),
        ops.AddIndex(
            model_name='Nudge',
            index=Index(fields=['state', 'at']),
        ),
        ops.AddIndex(
            model_name='Nudge',
            index=Index(fields=['share_id']),
        ),
        ops.AddField(
            model_name='Share',
            name='look_at',
            field=MomentField(null=True, db_index=True),
        ),
        ops.AddField(
            model_name='Share',
            name='looked_at',
            field=MomentField(null=True),
        ),
        ops.AddField(
            model_name='Share',
            name='since',
            field=MomentField(null=True),
        ),
        # A column that is added gets no index from db_index; most shares have nothing to be looked at for.
        ops.RunSQL("CREATE INDEX idx_share_look_at ON share (look_at) WHERE look_at IS NOT NULL"),
        ops.RunSQL(
            "UPDATE share SET look_at = COALESCE(given_at, 0) "
            "WHERE state IN ('assigned', 'acknowledged', 'returned', 'reported')"
        ),
        ops.RunSQL(
            "UPDATE nudge SET state = 'waiting' WHERE digest AND EXISTS (SELECT 1 FROM sending x "
            "WHERE x.kind = 'digest.send' AND x.state = 'waiting' AND x.receiver = nudge.person "
            "AND x.not_before = nudge.at)"
        ),
        ops.RunSQL(
            "UPDATE sending SET state = 'dropped', reason = 'the sweep sends digests now' "
            "WHERE kind = 'digest.send' AND state = 'waiting'"
        ),
    ]
