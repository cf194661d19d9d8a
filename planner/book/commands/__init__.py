"""Every write to the book. One function is one action: one transaction, one entry in the journal, one undo."""

from ..journal import Move, preview, redo, undo
from .applications import (
    Panelist,
    add_interview,
    change_application,
    keep_words,
    not_ahead,
    record_applied,
    record_rejection,
    repost,
)
from .batch import together
from .decisions import close_contact, reopen_contact, rest_contact, skip, snooze
from .drafts import (
    SavedDraft,
    change_template,
    drop_draft,
    hand_over,
    hold_draft,
    mark_sent,
    save_draft,
    take_back,
    use_draft_for,
)
from .entries import Done, entered
from .job_search import resume_search, take_job
from .keeping import archive_contact, delete_contact, merge_contacts, merged_details, what_goes_with
from .letters import (
    Appointment,
    Letter,
    OwnLetter,
    cancel_appointment,
    record_appointment,
    record_bounce,
    record_letter,
    record_own_letter,
)
from .people import (
    Elsewhere,
    SavedNotes,
    add_contact,
    change_contact,
    keep_unread_date,
    save_notes,
    switch_hello,
    tag_contact,
)
from .playbooks import use_playbook
from .profile import save_profile
from .promises import add_promise
from .spread import spread
from .taking_in import RowChanges, change_rows
from .touches import log_touchpoint, record_move

__all__ = [
    "Appointment",
    "Done",
    "Elsewhere",
    "Letter",
    "Move",
    "OwnLetter",
    "Panelist",
    "RowChanges",
    "SavedDraft",
    "SavedNotes",
    "add_contact",
    "add_interview",
    "add_promise",
    "archive_contact",
    "cancel_appointment",
    "change_application",
    "change_contact",
    "change_rows",
    "change_template",
    "close_contact",
    "delete_contact",
    "drop_draft",
    "entered",
    "hand_over",
    "hold_draft",
    "keep_unread_date",
    "keep_words",
    "log_touchpoint",
    "mark_sent",
    "merge_contacts",
    "merged_details",
    "not_ahead",
    "preview",
    "record_applied",
    "record_appointment",
    "record_bounce",
    "record_letter",
    "record_move",
    "record_own_letter",
    "record_rejection",
    "redo",
    "reopen_contact",
    "repost",
    "rest_contact",
    "resume_search",
    "save_draft",
    "save_notes",
    "save_profile",
    "skip",
    "snooze",
    "spread",
    "switch_hello",
    "tag_contact",
    "take_back",
    "take_job",
    "together",
    "undo",
    "use_draft_for",
    "use_playbook",
    "what_goes_with",
]
