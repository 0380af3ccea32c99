"""Add answers to drills

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('drill_answers',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('start_key', sa.Text(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_right', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['content_items.id'], name=op.f('fk_drill_answers_item_id_content_items')),
    sa.ForeignKeyConstraint(['revision_id'], ['content_revisions.id'], name=op.f('fk_drill_answers_revision_id_content_revisions')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_drill_answers_user_id_users'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_drill_answers')),
    sa.UniqueConstraint('user_id', 'start_key', name=op.f('uq_drill_answers_user_id_start_key'))
    )
    with op.batch_alter_table('drill_answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_drill_answers_user_id_answered_at_id'), ['user_id', 'answered_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_drill_answers_user_id_item_id_answered_at'), ['user_id', 'item_id', 'answered_at'], unique=False)

    op.create_table('drill_findings',
    sa.Column('answer_id', sa.Text(), nullable=False),
    sa.Column('flag_id', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('flag', sa.Text(), nullable=False),
    sa.Column('verdict', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['answer_id'], ['drill_answers.id'], name=op.f('fk_drill_findings_answer_id_drill_answers'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('answer_id', 'flag_id', name=op.f('pk_drill_findings'))
    )


def downgrade() -> None:
    op.drop_table('drill_findings')
    with op.batch_alter_table('drill_answers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_drill_answers_user_id_item_id_answered_at'))
        batch_op.drop_index(batch_op.f('ix_drill_answers_user_id_answered_at_id'))

    op.drop_table('drill_answers')
