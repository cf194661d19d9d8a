"""What the front ends show of people, applications, drafts and the journal: plain SQL, as frozen rows.

The statements use named parameters and common SQL, so that the same text can run on another engine. Days come as ISO
texts and leave as dates.
"""

from ..contact_fields import ContactRow
from .actions import actions_done, journal_labels, latest_action
from .drafts import (
    Answer,
    DraftRow,
    EarlierNote,
    answers,
    belonging,
    draft,
    drafts_of,
    left_over,
    notes_to_others,
    template_uses,
    templates_begun,
    templates_of_colleagues,
)
from .letters import KnownTouch, answered, appointed, last_note, letters_of, next_step, note_given_away, rejected_on
from .owner import ProfileRow, identity, playbooks, profile
from .parts import (
    ApplicationRow,
    Panelist,
    RoleRow,
    applications,
    colleagues,
    interviewers_met,
    panel_of,
    roles,
    table_of,
    who_told,
)
from .people import PromiseRow, addresses, contact, find_contacts, meant, others, promises
from .timelines import TouchRow, knows_message, timeline

__all__ = [
    "Answer",
    "ApplicationRow",
    "ContactRow",
    "DraftRow",
    "EarlierNote",
    "KnownTouch",
    "Panelist",
    "ProfileRow",
    "PromiseRow",
    "RoleRow",
    "TouchRow",
    "actions_done",
    "addresses",
    "answered",
    "answers",
    "applications",
    "appointed",
    "belonging",
    "colleagues",
    "contact",
    "draft",
    "drafts_of",
    "find_contacts",
    "identity",
    "interviewers_met",
    "journal_labels",
    "knows_message",
    "last_note",
    "latest_action",
    "left_over",
    "letters_of",
    "meant",
    "next_step",
    "note_given_away",
    "notes_to_others",
    "others",
    "panel_of",
    "playbooks",
    "profile",
    "promises",
    "rejected_on",
    "roles",
    "table_of",
    "template_uses",
    "templates_begun",
    "templates_of_colleagues",
    "timeline",
    "who_told",
]
