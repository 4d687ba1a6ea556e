"""Procedures: decisions, tasks, pauses, extensions, holds, the register of learners, and what is left of what was erased."""

import sqlalchemy as sa
import sqlmodel
import storage.columns
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('improvement',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('case_number', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('cause', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('action', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('owner', sa.BigInteger(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('made_by', sa.BigInteger(), nullable=False),
    sa.Column('made_at', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('closed_by', sa.BigInteger(), nullable=True),
    sa.Column('closed_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('organisation', 'id', name=op.f('pk_improvement'))
    )
    with op.batch_alter_table('improvement', schema=None) as batch_op:
        batch_op.create_index('ix_improvement_open', ['organisation', 'closed_at'], unique=False)

    op.create_table('learner_register',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('generation', sa.Integer(), nullable=False),
    sa.Column('importer', sa.BigInteger(), nullable=True),
    sa.Column('imported_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('organisation', name=op.f('pk_learner_register'))
    )
    op.create_table('learner',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('address', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('phone', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('username', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('customer', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('courses', sa.JSON(), nullable=False),
    sa.Column('since', sa.Integer(), nullable=False),
    sa.Column('until', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('organisation', 'id', name=op.f('pk_learner')),
    sa.UniqueConstraint('organisation', 'reference', 'since', name=op.f('uq_learner_organisation_reference_since'))
    )
    with op.batch_alter_table('learner', schema=None) as batch_op:
        batch_op.create_index('ix_learner_address', ['organisation', 'address'], unique=False)
        batch_op.create_index('ix_learner_name', ['organisation', 'name'], unique=False)
        batch_op.create_index('ix_learner_username', ['organisation', 'username'], unique=False)

    op.create_table('proof',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('over_on', sa.Date(), nullable=True),
    sa.Column('in_time', sa.Boolean(), nullable=True),
    sa.Column('ruling', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('rule', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('erased_at', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('erased_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('events', sa.Integer(), nullable=False),
    sa.Column('chain_head', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('seal', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('organisation', 'number', name=op.f('pk_proof')),
    sa.UniqueConstraint('organisation', 'seq', name=op.f('uq_proof_organisation_seq'))
    )
    op.create_table('statistic',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('month', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('channel', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('ruling', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('in_time', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('cases', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('organisation', 'month', 'kind', 'language', 'channel', 'ruling', 'in_time', name=op.f('pk_statistic'))
    )
    op.create_table('decision',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('case_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('ruling', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('grounds', sa.JSON(), nullable=False),
    sa.Column('remedies', sa.JSON(), nullable=False),
    sa.Column('kept', sa.JSON(), nullable=False),
    sa.Column('decided_by', sa.BigInteger(), nullable=False),
    sa.Column('decided_at', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('letter_id', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['organisation', 'case_id'], ['case_file.organisation', 'case_file.id'], name=op.f('fk_decision_organisation_case_id')),
    sa.PrimaryKeyConstraint('organisation', 'case_id', 'id', name=op.f('pk_decision'))
    )
    op.create_table('declaration',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('case_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('staff_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('declared_at', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('interest', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['organisation', 'case_id'], ['case_file.organisation', 'case_file.id'], name=op.f('fk_declaration_organisation_case_id')),
    sa.PrimaryKeyConstraint('organisation', 'case_id', 'staff_id', name=op.f('pk_declaration'))
    )
    op.create_table('disclosure',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('case_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('recipient', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('basis', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('recorded_by', sa.BigInteger(), nullable=False),
    sa.Column('recorded_at', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('message_id', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['organisation', 'case_id'], ['case_file.organisation', 'case_file.id'], name=op.f('fk_disclosure_organisation_case_id')),
    sa.PrimaryKeyConstraint('organisation', 'case_id', 'id', name=op.f('pk_disclosure'))
    )
    op.create_table('extension',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('case_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('clock', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('made_at', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('made_by', sa.BigInteger(), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('due_before', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('due_at', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('letter_id', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['organisation', 'case_id'], ['case_file.organisation', 'case_file.id'], name=op.f('fk_extension_organisation_case_id')),
    sa.PrimaryKeyConstraint('organisation', 'case_id', 'clock', 'id', name=op.f('pk_extension'))
    )
    op.create_table('identity_check',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('case_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('address', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('made_at', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('until', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('used_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organisation', 'case_id'], ['case_file.organisation', 'case_file.id'], name=op.f('fk_identity_check_organisation_case_id')),
    sa.PrimaryKeyConstraint('organisation', 'case_id', 'id', name=op.f('pk_identity_check')),
    sa.UniqueConstraint('digest', name=op.f('uq_identity_check_digest'))
    )
    op.create_table('legal_hold',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('case_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('purpose', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('scope', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('placed_by', sa.BigInteger(), nullable=False),
    sa.Column('placed_at', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('review_on', sa.Date(), nullable=False),
    sa.Column('lifted_by', sa.BigInteger(), nullable=True),
    sa.Column('lifted_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organisation', 'case_id'], ['case_file.organisation', 'case_file.id'], name=op.f('fk_legal_hold_organisation_case_id')),
    sa.PrimaryKeyConstraint('organisation', 'case_id', 'id', name=op.f('pk_legal_hold'))
    )
    op.create_table('pause',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('case_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('clock', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('why', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('asked_by', sa.BigInteger(), nullable=False),
    sa.Column('asked_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.Column('answered_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.Column('reminded_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.Column('next_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.Column('letter_id', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['organisation', 'case_id'], ['case_file.organisation', 'case_file.id'], name=op.f('fk_pause_organisation_case_id')),
    sa.PrimaryKeyConstraint('organisation', 'case_id', 'id', name=op.f('pk_pause'))
    )
    with op.batch_alter_table('pause', schema=None) as batch_op:
        batch_op.create_index('ix_pause_next', ['next_at'], unique=False, sqlite_where=sa.text('next_at IS NOT NULL'), postgresql_where=sa.text('next_at IS NOT NULL'))

    op.create_table('breach',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('case_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('judgement', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('facts', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('effects', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('remedy', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('high_risk', sa.Boolean(), nullable=False),
    sa.Column('told_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.Column('judged_by', sa.BigInteger(), nullable=False),
    sa.Column('judged_at', storage.columns.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation', 'case_id'], ['case_file.organisation', 'case_file.id'], name=op.f('fk_breach_organisation_case_id')),
    sa.PrimaryKeyConstraint('organisation', 'case_id', 'id', name=op.f('pk_breach'))
    )
    op.create_table('redaction',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('case_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('message_id', sa.BigInteger(), nullable=False),
    sa.Column('category', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('place', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('found_at', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('judgement', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('judged_by', sa.BigInteger(), nullable=True),
    sa.Column('judged_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.Column('struck_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organisation', 'case_id'], ['case_file.organisation', 'case_file.id'], name=op.f('fk_redaction_organisation_case_id')),
    sa.PrimaryKeyConstraint('organisation', 'case_id', 'id', name=op.f('pk_redaction'))
    )
    with op.batch_alter_table('redaction', schema=None) as batch_op:
        batch_op.create_index('ix_redaction_message', ['organisation', 'message_id'], unique=False)

    op.create_table('task',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('case_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('about', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('law', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('made_at', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('due_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.Column('told_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.Column('result', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('done_by', sa.BigInteger(), nullable=True),
    sa.Column('done_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organisation', 'case_id'], ['case_file.organisation', 'case_file.id'], name=op.f('fk_task_organisation_case_id')),
    sa.PrimaryKeyConstraint('organisation', 'id', name=op.f('pk_task')),
    sa.UniqueConstraint('organisation', 'case_id', 'kind', 'about', name=op.f('uq_task_organisation_case_id_kind_about'))
    )
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.create_index('ix_task_due', ['due_at'], unique=False, sqlite_where=sa.text('result IS NULL AND due_at IS NOT NULL'), postgresql_where=sa.text('result IS NULL AND due_at IS NOT NULL'))

    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('restricted', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('erased_at', storage.columns.Instant(timezone=True), nullable=True))

    with op.batch_alter_table('case_file', schema=None) as batch_op:
        batch_op.add_column(sa.Column('excluded', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('relation', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.add_column(sa.Column('direct', sa.Boolean(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('authority', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.add_column(sa.Column('over_at', storage.columns.Instant(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('erase_at', storage.columns.Instant(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('ended_on', sa.Date(), nullable=True))
        batch_op.create_index('ix_case_file_appeal', ['organisation', 'appeal_of'], unique=False, sqlite_where=sa.text('appeal_of IS NOT NULL'), postgresql_where=sa.text('appeal_of IS NOT NULL'))
        batch_op.create_index('ix_case_file_erase', ['erase_at'], unique=False, sqlite_where=sa.text('erase_at IS NOT NULL'), postgresql_where=sa.text('erase_at IS NOT NULL'))

    # cases that were over before this was kept: since the last thing that happened to them
    op.execute(
        "UPDATE case_file SET over_at = (SELECT max(event.at) FROM event WHERE event.organisation = "
        "case_file.organisation AND event.case_id = case_file.id) WHERE status NOT IN ('held', 'open', 'forwarded')"
    )

    with op.batch_alter_table('arrival', schema=None) as batch_op:
        batch_op.create_index('ix_arrival_message', ['organisation', 'message_id'], unique=False)

    with op.batch_alter_table('clock', schema=None) as batch_op:
        batch_op.add_column(sa.Column('paused_at', storage.columns.Instant(timezone=True), nullable=True))

    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.add_column(sa.Column('redacted_at', storage.columns.Instant(timezone=True), nullable=True))

    with op.batch_alter_table('staff', schema=None) as batch_op:
        batch_op.add_column(sa.Column('until', storage.columns.Instant(timezone=True), nullable=True))


def downgrade() -> None:
    # SQLite rebuilds a table to drop a column, and cannot read an index over an expression
    op.drop_index('ix_case_file_address', 'case_file')
    with op.batch_alter_table('staff', schema=None) as batch_op:
        batch_op.drop_column('until')

    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_column('redacted_at')

    with op.batch_alter_table('arrival', schema=None) as batch_op:
        batch_op.drop_index('ix_arrival_message')

    with op.batch_alter_table('clock', schema=None) as batch_op:
        batch_op.drop_column('paused_at')

    with op.batch_alter_table('case_file', schema=None) as batch_op:
        batch_op.drop_index('ix_case_file_appeal', sqlite_where=sa.text('appeal_of IS NOT NULL'), postgresql_where=sa.text('appeal_of IS NOT NULL'))
        batch_op.drop_index('ix_case_file_erase', sqlite_where=sa.text('erase_at IS NOT NULL'), postgresql_where=sa.text('erase_at IS NOT NULL'))
        batch_op.drop_column('ended_on')
        batch_op.drop_column('erase_at')
        batch_op.drop_column('over_at')
        batch_op.drop_column('authority')
        batch_op.drop_column('direct')
        batch_op.drop_column('relation')
        batch_op.drop_column('excluded')

    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_column('erased_at')
        batch_op.drop_column('restricted')

    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.drop_index('ix_task_due', sqlite_where=sa.text('result IS NULL AND due_at IS NOT NULL'), postgresql_where=sa.text('result IS NULL AND due_at IS NOT NULL'))

    op.drop_table('task')
    with op.batch_alter_table('redaction', schema=None) as batch_op:
        batch_op.drop_index('ix_redaction_message')

    op.drop_table('redaction')
    op.drop_table('breach')
    with op.batch_alter_table('pause', schema=None) as batch_op:
        batch_op.drop_index('ix_pause_next', sqlite_where=sa.text('next_at IS NOT NULL'), postgresql_where=sa.text('next_at IS NOT NULL'))

    op.drop_table('pause')
    op.drop_table('legal_hold')
    op.drop_table('identity_check')
    op.drop_table('extension')
    op.drop_table('disclosure')
    op.drop_table('declaration')
    op.drop_table('decision')
    op.drop_table('statistic')
    op.drop_table('proof')
    with op.batch_alter_table('learner', schema=None) as batch_op:
        batch_op.drop_index('ix_learner_username')
        batch_op.drop_index('ix_learner_name')
        batch_op.drop_index('ix_learner_address')

    op.drop_table('learner')
    op.drop_table('learner_register')
    with op.batch_alter_table('improvement', schema=None) as batch_op:
        batch_op.drop_index('ix_improvement_open')

    op.drop_table('improvement')
    op.execute("CREATE INDEX ix_case_file_address ON case_file (organisation, lower(address), id)")
