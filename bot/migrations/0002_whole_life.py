from tortoise import migrations
from tortoise.migrations import operations as ops
from tasks.fields import FactsField, MomentField
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('zhijian', '0001_initial')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Medium',
            fields=[
                ('digest', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ('size', fields.BigIntField()),
                ('type', fields.CharField(max_length=80)),
                ('kept_at', MomentField()),
            ],
            options={'table': 'medium', 'app': 'zhijian', 'pk_attr': 'digest', 'table_description': 'A picture or file that is kept, once, under the SHA-256 of its bytes. size is in bytes.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Nudge',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('directive_id', fields.BigIntField(db_index=True)),
                ('share_id', fields.BigIntField()),
                ('person', fields.CharField(max_length=128)),
                ('rule', fields.CharField(max_length=24)),
                ('by', fields.CharField(default='', max_length=128)),
                ('made_at', MomentField()),
                ('at', MomentField()),
                ('digest', fields.BooleanField(default=False)),
            ],
            options={'table': 'nudge', 'app': 'zhijian', 'indexes': [Index(fields=['person', 'at'])], 'pk_attr': 'id', 'table_description': 'One reminder to one person about one share. at is when it may go out, digest that it waits for one.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='OpenId',
            fields=[
                ('open_userid', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=190)),
                ('userid', fields.CharField(max_length=128)),
                ('known_at', MomentField()),
            ],
            options={'table': 'open_id', 'app': 'zhijian', 'pk_attr': 'open_userid', 'table_description': 'An enciphered id under which a robot shows a member, and the userid it stands for (path/101521).'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Proposal',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('directive_id', fields.BigIntField(db_index=True)),
                ('share_id', fields.BigIntField(db_index=True)),
                ('kind', fields.CharField(max_length=8)),
                ('asked_by', fields.CharField(max_length=128)),
                ('asked_at', MomentField()),
                ('reason', fields.TextField(default='', unique=False)),
                ('facts', FactsField(unique=False)),
                ('decision', fields.CharField(default='', max_length=10)),
                ('decided_by', fields.CharField(default='', max_length=128)),
                ('decided_at', MomentField(null=True)),
            ],
            options={'table': 'proposal', 'app': 'zhijian', 'pk_attr': 'id', 'table_description': "What waits for the issuer's decision about a share: extend, reassign or decline."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Room',
            fields=[
                ('chat', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=128)),
                ('name', fields.CharField(default='', max_length=100)),
                ('departments', FactsField(unique=False)),
                ('asked_at', MomentField(null=True)),
                ('told_by', fields.CharField(default='', max_length=128)),
            ],
            options={'table': 'room', 'app': 'zhijian', 'pk_attr': 'chat', 'table_description': 'A group as somebody introduced it: what it is called and which units are in it.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Directive',
            name='supervised_at',
            field=MomentField(null=True),
        ),
        ops.AddField(
            model_name='Directive',
            name='supervised_by',
            field=fields.CharField(default='', db_default='', max_length=128),
        ),
        ops.AddField(
            model_name='Directive',
            name='told_at',
            field=MomentField(null=True),
        ),
        ops.AddField(
            model_name='Feedback',
            name='before',
            field=fields.CharField(default='', db_default='', max_length=12),
        ),
        ops.AddField(
            model_name='Feedback',
            name='is_news',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name='Feedback',
            name='told_at',
            field=MomentField(null=True),
        ),
        ops.AddField(
            model_name='Feedback',
            name='undone_at',
            field=MomentField(null=True),
        ),
        ops.AddIndex(
            model_name='Feedback',
            index=Index(fields=['author', 'at']),
        ),
        ops.AddField(
            model_name='Share',
            name='declines',
            field=fields.SmallIntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name='Share',
            name='due_before',
            field=MomentField(null=True),
        ),
        ops.AddField(
            model_name='Share',
            name='given_at',
            field=MomentField(null=True),
        ),
        ops.AddField(
            model_name='Share',
            name='parent_id',
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name='Share',
            name='told_at',
            field=MomentField(null=True),
        ),
    ]
