"""The first book."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SETS = {
    "channel": ("email", "phone", "linkedin", "in_person", "video", "post"),
    "contactstate": ("open", "resting", "closed"),
    "applicationstate": ("running", "rejected", "withdrawn", "offer"),
    "howlearned": ("told", "heard"),
    "reason": ("someone_else", "internal", "not_filled", "overqualified", "silence", "unknown"),
    "decisionkind": ("snooze", "skip", "pin"),
    "step": (
        "asked",
        "reply",
        "thank_you",
        "first_note",
        "first_call",
        "retry",
        "check_in_1",
        "check_in_2",
        "check_in",
    ),
    "draftstate": ("draft", "handed_over", "sent", "dropped"),
    "part": ("hiring_manager", "hr", "recruiter", "panel", "referrer"),
    "kind": ("message", "call", "voicemail", "no_answer", "meeting", "interview", "invitation", "rejection"),
    "direction": ("out", "in", "both"),
}


def _one_of(name: str) -> sa.Enum:
    """A text column with a check that it holds one of a closed set."""
    return sa.Enum(*_SETS[name], name=name, native_enum=False, create_constraint=True, length=20)


def upgrade() -> None:
    op.create_table(
        "contact",
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("called", sa.String(length=500), server_default="", nullable=False),
        sa.Column("salutation", sa.String(length=500), server_default="", nullable=False),
        sa.Column("title", sa.String(length=500), server_default="", nullable=False),
        sa.Column("employer", sa.String(length=500), server_default="", nullable=False),
        sa.Column("email", sa.String(length=500), server_default="", nullable=False),
        sa.Column("phone", sa.String(length=500), server_default="", nullable=False),
        sa.Column("linkedin", sa.String(length=500), server_default="", nullable=False),
        sa.Column("time_zone", sa.String(length=500), server_default="", nullable=False),
        sa.Column("preferred_channel", _one_of("channel"), nullable=True),
        sa.Column("tags", sa.String(length=500), server_default="", nullable=False),
        sa.Column("notes", sa.Text(), server_default="", nullable=False),
        sa.Column("playbook", sa.String(length=500), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", _one_of("contactstate"), server_default="open", nullable=False),
        sa.Column("state_reason", sa.String(length=500), server_default="", nullable=False),
        sa.Column("rests_by_rule", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("open_since", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("name <> ''", name="named"),
        sa.PrimaryKeyConstraint("id", name="pk_contact"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_contact_email", "contact", ["email"])
    op.create_index("ix_contact_name", "contact", ["name"])

    op.create_table(
        "journal_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=1000), nullable=False),
        sa.Column("made_at", sa.String(length=40), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("undone", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_journal_entry"),
    )
    op.create_index("ix_journal_entry_undone_id", "journal_entry", ["undone", "id"])

    op.create_table(
        "profile",
        sa.Column("name", sa.String(length=500), server_default="", nullable=False),
        sa.Column("email", sa.String(length=500), server_default="", nullable=False),
        sa.Column("phone", sa.String(length=500), server_default="", nullable=False),
        sa.Column("linkedin", sa.String(length=500), server_default="", nullable=False),
        sa.Column("skills", sa.String(length=500), server_default="", nullable=False),
        sa.Column("playbook", sa.String(length=500), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name="only_one"),
        sa.PrimaryKeyConstraint("id", name="pk_profile"),
    )
    op.create_table(
        "application",
        sa.Column("position", sa.String(length=500), nullable=False),
        sa.Column("employer", sa.String(length=500), nullable=False),
        sa.Column("state", _one_of("applicationstate"), server_default="running", nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("learned_on", sa.Date(), nullable=True),
        sa.Column("how_learned", _one_of("howlearned"), nullable=True),
        sa.Column("reason", _one_of("reason"), nullable=True),
        sa.Column("reason_given", sa.Text(), server_default="", nullable=False),
        sa.Column("feedback", sa.Text(), server_default="", nullable=False),
        sa.Column("lesson", sa.Text(), server_default="", nullable=False),
        sa.Column("would_go_back", sa.Boolean(), nullable=True),
        sa.Column("main_contact_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'rejected') = (learned_on IS NOT NULL)", name="rejected_with_date"),
        sa.CheckConstraint("position <> '' AND employer <> ''", name="named"),
        sa.ForeignKeyConstraint(
            ["main_contact_id"], ["contact.id"], name="fk_application_main_contact_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_application"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_application_main_contact_id", "application", ["main_contact_id"])

    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("kept_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_promise_contact_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_promise"),
    )
    op.create_index("ix_promise_contact_id", "promise", ["contact_id"])

    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("decisionkind"), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("step", _one_of("step"), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=500), server_default="", nullable=False),
        sa.CheckConstraint("(kind = 'skip') = (until IS NULL)", name="dated"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_decision_application_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_decision_contact_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
    )
    op.create_index("ix_decision_application_id", "decision", ["application_id"])
    op.create_index("ix_decision_contact_id", "decision", ["contact_id"])

    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("step", _one_of("step"), nullable=True),
        sa.Column("channel", _one_of("channel"), server_default="email", nullable=False),
        sa.Column("template", sa.String(length=500), server_default="", nullable=False),
        sa.Column("subject", sa.String(length=500), server_default="", nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("state", _one_of("draftstate"), server_default="draft", nullable=False),
        sa.Column("handed_over", sa.String(length=500), server_default="", nullable=False),
        sa.Column("saved_at", sa.String(length=500), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_draft_application_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_draft_contact_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_draft_application_id", "draft", ["application_id"])
    op.create_index("ix_draft_contact_id", "draft", ["contact_id"])

    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("step", _one_of("step"), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("opens", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("late", sa.Date(), nullable=False),
        sa.Column("counted_from", sa.Date(), nullable=False),
        sa.Column("interval_days", sa.Integer(), nullable=False),
        sa.Column("channel", _one_of("channel"), nullable=False),
        sa.Column("part", _one_of("part"), nullable=True),
        sa.Column("why", sa.String(length=2000), nullable=False),
        sa.CheckConstraint("opens <= due AND due <= late", name="in_order"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_follow_up_application_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_follow_up_contact_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_follow_up"),
        sa.UniqueConstraint("contact_id", "step", "application_id", name="uq_follow_up_contact_id_step_application_id"),
    )
    op.create_index("ix_follow_up_application_id", "follow_up", ["application_id"])
    op.create_index("ix_follow_up_opens", "follow_up", ["opens"])

    op.create_table(
        "interviewer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("part", _one_of("part"), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_interviewer_application_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_interviewer_contact_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_interviewer"),
        sa.UniqueConstraint("application_id", "contact_id", name="uq_interviewer_application_id_contact_id"),
    )
    op.create_index("ix_interviewer_contact_id", "interviewer", ["contact_id"])

    op.create_table(
        "touchpoint",
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("kind", _one_of("kind"), nullable=False),
        sa.Column("channel", _one_of("channel"), nullable=True),
        sa.Column("direction", _one_of("direction"), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("happened_at", sa.Time(), nullable=True),
        sa.Column("subject", sa.String(length=500), server_default="", nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("step", _one_of("step"), nullable=True),
        sa.Column("message_id", sa.String(length=1000), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("contact_id IS NOT NULL OR application_id IS NOT NULL", name="of_someone"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_touchpoint_application_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_touchpoint_contact_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_touchpoint"),
        sa.UniqueConstraint("message_id", name="uq_touchpoint_message_id"),
    )
    op.create_index("ix_touchpoint_application_id", "touchpoint", ["application_id"])
    op.create_index("ix_touchpoint_contact_id_happened_on", "touchpoint", ["contact_id", "happened_on"])


def downgrade() -> None:
    raise NotImplementedError("Books are not taken back to older tables; restore the backup made before the upgrade.")
