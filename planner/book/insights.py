"""What became of it all: answers by template, by delay, by part and by channel, each with how sure one can be.

A letter is a message or a voicemail to someone, but for answers to theirs; a call that was answered is no letter. It
counts as answered when something came back from the person up to the user's next letter to them; each answer counts
once. One that is younger than `WAIT` days and not answered is still open and counts for nothing yet. Shares come with
Wilson's interval at 95 %, which stays honest for a handful of letters; below `FEW` letters no share is claimed at all.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from math import sqrt
from sqlite3 import Connection
from typing import NamedTuple

from ..cadence.terms import CHANNEL_NAMES, PART_NAMES, PART_RANKS, STEP_NAMES, Direction, Kind
from ..cadence.touches import TOUCH_KINDS

WAIT = 21  # days in which an answer still comes as a rule
FEW = 8  # letters; of fewer no share is told
WEEKS = 26  # of touches, back from today


def _quoted(words: Iterable[str]) -> str:
    """Some words of a closed set as a list in SQL."""
    return ", ".join(f"'{word}'" for word in words)


# What the user reached people by, and what of it was no conversation: only that waits for an answer.
_MINE = [kind for kind, row in TOUCH_KINDS.items() if Direction.OUT in row.mine]
_LETTERS = [kind for kind in _MINE if Direction.OUT not in TOUCH_KINDS[kind].theirs]
# What counts as an answer: what they did by themselves, and meetings. A letter about an application does not.
_ANSWERS = ", ".join(
    f"({_quoted((kind, direction))})"
    for kind, row in TOUCH_KINDS.items()
    for direction in (Direction.IN, Direction.BOTH)
    if row.personal and direction in row.theirs
)

_SENT = f"""
SELECT t.id, t.contact_id, t.application_id, t.channel, t.happened_on, t.step, a.learned_on,
       (SELECT d.template FROM draft d WHERE d.contact_id = t.contact_id AND d.state = 'sent' AND d.template <> ''
        AND d.step IS t.step
        AND rtrim(d.body, char(10) || ' ') = rtrim(t.body, char(10) || ' ') ORDER BY d.id DESC LIMIT 1),
       (SELECT i.part FROM interviewer i WHERE i.contact_id = t.contact_id
        AND (t.application_id IS NULL OR i.application_id = t.application_id) ORDER BY i.id DESC LIMIT 1)
FROM touchpoint t LEFT JOIN application a ON a.id = t.application_id
WHERE t.direction = 'out' AND t.kind IN ({_quoted(_LETTERS)}) AND t.contact_id IS NOT NULL
  AND coalesce(t.step, '') <> 'reply'
ORDER BY t.contact_id, t.happened_on, t.happened_at, t.id
"""
_CAME = f"""
SELECT contact_id, happened_on FROM touchpoint
WHERE contact_id IS NOT NULL AND (kind, direction) IN (VALUES {_ANSWERS})
ORDER BY contact_id, happened_on
"""
# Notes on an application are no touch: they are kept as a message between nobody.
_TOUCHES = """
SELECT happened_on, direction FROM touchpoint WHERE happened_on > :since AND happened_on <= :today
  AND NOT (kind = 'message' AND direction = 'both')
"""
_PEOPLE = f"""
SELECT c.id, c.state, c.archived_on IS NOT NULL,
       EXISTS (SELECT 1 FROM touchpoint t WHERE t.contact_id = c.id AND t.kind = '{Kind.MOVED}'),
       (SELECT count(*) FROM touchpoint t WHERE t.contact_id = c.id AND t.direction = 'out'
        AND t.kind IN ({_quoted(_MINE)})),
       (SELECT count(*) FROM touchpoint t WHERE t.contact_id = c.id
        AND (t.kind, t.direction) IN (VALUES {_ANSWERS}))
FROM contact c
"""
_LESSONS = """
SELECT learned_on, position, employer, reason, lesson, feedback FROM application
WHERE lesson <> '' OR feedback <> '' ORDER BY learned_on DESC, id DESC
"""


class Share(NamedTuple):
    """How many of some letters were answered, and between which shares the truth lies with 95 % likelihood."""

    name: str
    letters: int
    answered: int

    @property
    def share(self) -> float:
        """The part that was answered, 0 to 1."""
        return self.answered / self.letters if self.letters else 0.0

    @property
    def enough(self) -> bool:
        """Whether there are letters enough to tell a share."""
        return self.letters >= FEW

    @property
    def between(self) -> tuple[float, float]:
        """Wilson's score interval at 95 % (E. B. Wilson, 1927)."""
        return wilson(self.answered, self.letters)


class Week(NamedTuple):
    """The touches of a week that begins on `monday`."""

    monday: date
    sent: int
    came: int
    met: int


class Lesson(NamedTuple):
    """What the user learned from a "no", or was told."""

    on: date | None
    position: str
    employer: str
    reason: str | None
    lesson: str
    feedback: str


class Insights(NamedTuple):
    """All of it. `open` counts the letters that may still be answered."""

    by: dict[str, list[Share]]
    open: int
    weeks: list[Week]
    people: dict[str, int]
    lessons: list[Lesson]

    @property
    def letters(self) -> int:
        """The letters that count: answered, or old enough not to be."""
        return sum(share.letters for share in self.by["channel"])


def insights(connection: Connection, today: date) -> Insights:
    """What the book can tell on that day."""
    letters, still_open = _letters(connection, today)
    by = {
        "template": _shares(letters, lambda each: each.template or "own words"),
        "delay": _shares(letters, lambda each: _delay(each.days_after_no), list(_DELAYS)),
        "part": _shares(
            letters,
            lambda each: PART_NAMES.get(each.part or "", "no part"),
            [PART_NAMES[part] for part in PART_RANKS],
        ),
        "channel": _shares(letters, lambda each: CHANNEL_NAMES.get(each.channel or "", "not noted")),
        "step": _shares(letters, lambda each: STEP_NAMES.get(each.step or "", "without a step")),
    }
    return Insights(
        by,
        still_open,
        _weeks(connection, today),
        _what_became_of_them(connection),
        [
            Lesson(date.fromisoformat(on) if on else None, *rest)
            for on, *rest in connection.execute(_LESSONS).fetchall()
        ],
    )


def wilson(answered: int, letters: int, z: float = 1.96) -> tuple[float, float]:
    """The interval in which the share lies, with 95 % likelihood; 0 to 1 without any letter."""
    if not letters:
        return 0.0, 1.0
    share, z2 = answered / letters, z * z
    middle = (share + z2 / (2 * letters)) / (1 + z2 / letters)
    half = z * sqrt(share * (1 - share) / letters + z2 / (4 * letters * letters)) / (1 + z2 / letters)
    return max(0.0, middle - half), min(1.0, middle + half)


class _Letter(NamedTuple):
    template: str | None
    part: str | None
    channel: str | None
    step: str | None
    days_after_no: int | None
    answered: bool


_DELAYS = {"within 2 days": 2, "3 to 7 days": 7, "8 to 30 days": 30, "later": 10**6}


def _delay(days: int | None) -> str:
    if days is None:
        return ""
    return next(name for name, most in _DELAYS.items() if days <= most)


def _letters(connection: Connection, today: date) -> tuple[list[_Letter], int]:
    came: dict[int, list[str]] = {}
    for contact_id, on in connection.execute(_CAME):
        came.setdefault(contact_id, []).append(on)
    sent = connection.execute(_SENT).fetchall()
    young = (today - timedelta(days=WAIT)).isoformat()
    letters, still_open = [], 0
    for row, after in zip(sent, [*sent[1:], None], strict=False):
        _, contact_id, _, channel, on, step, learned_on, template, part = row
        until = after[4] if after is not None and after[1] == contact_id else "9999"
        # Each answer counts once, for the first letter that it can be an answer to.
        theirs = came.get(contact_id, [])
        answer = next((day for day in theirs if on <= day <= until), None)
        answered = answer is not None
        if answer is not None:
            came[contact_id] = [day for day in theirs if day > answer]
        if not answered and on > young and until == "9999":
            still_open += 1
            continue
        first = step in {"first_note", "first_call"} and learned_on is not None
        days = (date.fromisoformat(on) - date.fromisoformat(learned_on)).days if first else None
        letters.append(_Letter(template, part, channel, step, days, answered))
    return letters, still_open


def _shares(
    letters: Iterable[_Letter], name_of: Callable[[_Letter], str], order: list[str] | None = None
) -> list[Share]:
    counted: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for letter in letters:
        if name := name_of(letter):
            counted[name] += 1
            answered[name] += letter.answered
    shares = [Share(name, count, answered[name]) for name, count in counted.items()]
    if order is not None:
        return sorted(shares, key=lambda share: order.index(share.name) if share.name in order else len(order))
    return sorted(shares, key=lambda share: (-share.letters, share.name))


def _weeks(connection: Connection, today: date) -> list[Week]:
    first = today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))
    sent: Counter[date] = Counter()
    came: Counter[date] = Counter()
    met: Counter[date] = Counter()
    since = (first - timedelta(days=1)).isoformat()
    for on, direction in connection.execute(_TOUCHES, {"since": since, "today": today.isoformat()}):
        day = date.fromisoformat(on)
        {"in": came, "out": sent}.get(direction, met)[day - timedelta(days=day.weekday())] += 1
    mondays = [first + timedelta(days=7 * number) for number in range(WEEKS)]
    return [Week(monday, sent[monday], came[monday], met[monday]) for monday in mondays]


def _what_became_of_them(connection: Connection) -> dict[str, int]:
    found: Counter[str] = Counter()
    for _, state, archived, moved, sent, came in connection.execute(_PEOPLE):
        if archived:
            found["in the archive"] += 1
        elif state != "open":
            found["at rest" if state == "resting" else "closed"] += 1
        elif came > 1:
            found["in touch: answered more than once"] += 1
        elif came:
            found["answered once"] += 1
        elif sent:
            found["written to, no answer yet"] += 1
        else:
            found["not written to yet"] += 1
        if moved:
            found["of all these, with a new employer"] += 1
    order = (
        "in touch: answered more than once",
        "answered once",
        "written to, no answer yet",
        "not written to yet",
        "at rest",
        "closed",
        "in the archive",
        "of all these, with a new employer",
    )
    return {name: found[name] for name in order if found[name]}
