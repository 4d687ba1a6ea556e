"""People at the desk: invitations, second factors, devices, absences, and what happened to accounts."""

import sqlalchemy as sa
import sqlmodel
import storage.columns
from alembic import op


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString


def _at(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, storage.columns.Instant(timezone=True), nullable=nullable)


def _id(name: str = 'id', *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=nullable)


def _org() -> sa.Column:
    return sa.Column('organisation', TEXT(), nullable=False)


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(['organisation', 'staff_id'], ['staff.organisation', 'staff.id'], name=f'fk_{table}_organisation_staff_id')


def upgrade() -> None:
    with op.batch_alter_table('staff', schema=None) as batch_op:
        batch_op.add_column(_at('seen_at', nullable=True))
    with op.batch_alter_table('session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('device', TEXT(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('strong', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(_at('proved_at', nullable=True))
        batch_op.create_index('ix_session_staff', ['organisation', 'staff_id'], unique=False)
    op.create_table('invitation', _org(), _id(), _id('staff_id'),
    sa.Column('digest', TEXT(), nullable=True), _at('created_at'), _at('expires_at'),
    _of_person('invitation'),
    sa.PrimaryKeyConstraint('organisation', 'id', name='pk_invitation'),
    sa.UniqueConstraint('digest', name='uq_invitation_digest')
    )
    op.create_index('ix_invitation_staff', 'invitation', ['organisation', 'staff_id'], unique=False)
    op.create_table('codes', _org(), _id('staff_id'),
    sa.Column('sealed', TEXT(), nullable=False),
    sa.Column('last_step', sa.BigInteger(), nullable=False), _at('created_at'),
    _of_person('codes'),
    sa.PrimaryKeyConstraint('organisation', 'staff_id', name='pk_codes')
    )
    op.create_table('recovery_code', _org(), _id('staff_id'),
    sa.Column('digest', TEXT(), nullable=False),
    _of_person('recovery_code'),
    sa.PrimaryKeyConstraint('organisation', 'staff_id', 'digest', name='pk_recovery_code')
    )
    op.create_table('passkey', _org(), _id(), _id('staff_id'),
    sa.Column('credential', TEXT(), nullable=False),
    sa.Column('public_key', TEXT(), nullable=False),
    sa.Column('sign_count', sa.BigInteger(), nullable=False),
    sa.Column('name', TEXT(), nullable=False), _at('created_at'), _at('used_at', nullable=True),
    _of_person('passkey'),
    sa.PrimaryKeyConstraint('organisation', 'id', name='pk_passkey'),
    sa.UniqueConstraint('credential', name='uq_passkey_credential')
    )
    op.create_index('ix_passkey_staff', 'passkey', ['organisation', 'staff_id'], unique=False)
    op.create_table('spent',
    sa.Column('digest', TEXT(), nullable=False), _at('expires_at'),
    sa.PrimaryKeyConstraint('digest', name='pk_spent')
    )
    op.create_table('device', _org(), _id('staff_id'),
    sa.Column('digest', TEXT(), nullable=False), _at('seen_at'),
    _of_person('device'),
    sa.PrimaryKeyConstraint('organisation', 'staff_id', 'digest', name='pk_device')
    )
    op.create_table('absence', _org(), _id(), _id('staff_id'), _id('deputy_id', nullable=True),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('last', sa.Date(), nullable=False), _at('created_at'),
    _of_person('absence'),
    sa.PrimaryKeyConstraint('organisation', 'id', name='pk_absence')
    )
    op.create_index('ix_absence_last', 'absence', ['organisation', 'last'], unique=False)
    op.create_table('staff_event', _org(), _id(), _id('staff_id'), _at('at'),
    sa.Column('verb', TEXT(), nullable=False), _id('by', nullable=True),
    sa.Column('data', sa.JSON(), nullable=False),
    _of_person('staff_event'),
    sa.PrimaryKeyConstraint('organisation', 'id', name='pk_staff_event')
    )
    op.create_index('ix_staff_event_staff', 'staff_event', ['organisation', 'staff_id', 'id'], unique=False)


def downgrade() -> None:
    for table in ('staff_event', 'absence', 'device', 'spent', 'passkey', 'recovery_code', 'codes', 'invitation'):
        op.drop_table(table)
    with op.batch_alter_table('session', schema=None) as batch_op:
        batch_op.drop_index('ix_session_staff')
        for column in ('proved_at', 'strong', 'device'):
            batch_op.drop_column(column)
    with op.batch_alter_table('staff', schema=None) as batch_op:
        batch_op.drop_column('seen_at')
