"""Write docs/notes.md: six notes as the planner begins them, and as they went out. Run by `make docs`."""

from pathlib import Path

from planner.notes.blanks import find_blanks
from planner.notes.mail_merge import merge
from planner.notes.template_files import load_templates
from planner.notes.voice import Voice

PAGE = Path(__file__).with_name("notes.md")
ME = {
    "my_name": "Robin Marlow", "my_email": "robin.marlow@example.com", "my_phone": "555-0142",
    "my_linkedin": "linkedin.example.com/in/robin-marlow", "my_skills": "SQL, Python and training people",
}  # fmt: skip
HEAD = """# Six notes

How a note begins, with its blanks, and how it went out. The people are invented. Everything but the answers in the
blanks is what the planner writes by itself; `make docs` makes this page from the templates. All of them are listed by

```
planner templates
```
"""
# Title, template, facts, what holds, the answers in order, and what the sources ask for in such a note.
NOTES = [
    (
        "The manager told you",
        "first-note-told",
        {
            "greeting": "Hi Dana,",
            "role": "the Data Engineer role",
            "employer": "Calder & Rowe",
            "met_on": "November 10",
            "colleagues": "Priya and Tomás",
            "told": "true",
        },
        [
            "your rule that no pipeline runs without a named owner",
            "I put names on all nine of our jobs the week after, and we found two nobody had looked at for a year.",
        ],
        "Joyce: thanks for telling, thanks for the time, disappointment, meeting people by name, interest, a word if "
        "anything changes. Coach: good wishes to the person who was chosen.",
    ),
    (
        "You heard it elsewhere",
        "first-note-heard-2",
        {
            "greeting": "Hi Sam,",
            "role": "the Lab Technician role",
            "employer": "Fernhollow Water",
            "met_on": "October 28",
        },
        [
            "how you label samples by color and shelf",
            "I tried it on our bench at the community college, and the mix-ups stopped.",
        ],
        "Joyce: says only that the position is filled. Coach: what would keep me on your radar?",
    ),
    (
        "Third on a panel",
        "first-note-panel",
        {
            "greeting": "Hi Ines,",
            "role": "the Event Coordinator role",
            "employer": "Harbour Hall",
            "met_on": "November 4",
            "panel": "true",
        },
        [
            "your question about what I'd do if the caterer didn't show up",
            "I didn't have a good answer then. I do now: a list of four backups, with phone numbers.",
        ],
        "Joyce: everyone gets a different note. Short, and about what this person said.",
    ),
    (
        "HR",
        "first-note-hr",
        {
            "greeting": "Hi Lena,",
            "role": "the Analyst role",
            "employer": "Calder & Rowe",
            "told": "true",
            "met_on": "November 2",
        },
        [
            "the floor plan and the names of the panel that you sent two days ahead",
            "It was the first interview I ever walked into calm.",
        ],
        "Joyce: HR and recruiters included. Larky: HR comes right after the manager.",
    ),
    (
        "You were over-qualified",
        "first-note-overqualified",
        {
            "greeting": "Hi Marcus,",
            "role": "the Bicycle Mechanic role",
            "employer": "Hale Cycles",
            "met_on": "November 12",
            "told": "true",
        },
        ["build a wheel from scratch", "the truing stand your father made"],
        "Bryan: say what the job would have let you learn; such a note was answered with an offer within 48 hours.",
    ),
    (
        "A month later",
        "check-in-news",
        {
            "greeting": "Hi Dana,",
            "role": "the Data Engineer role",
            "employer": "Calder & Rowe",
            "months_since": "a month",
        },
        [
            "your rule that no pipeline runs without a named owner",
            "I passed the cloud certificate exam and moved a small job of ours there in the evenings",
        ],
        "A reason to write now, a line on what I have learned since, one question, no pressure.",
    ),
]


def page() -> str:
    """The whole page."""
    templates = {template.name: template for template in load_templates()[0]}
    parts = [HEAD]
    for title, name, facts, answers, sources in NOTES:
        note = merge(templates[name], {**ME, **facts}, Voice())
        finished = note.body
        for blank, answer in zip(reversed(find_blanks(note.body)), reversed(answers), strict=True):
            finished = finished[: blank.start] + answer + finished[blank.end :]
        parts.append(
            f"## {title}\n\n{sources}\n\nAs begun, from `{name}`:\n\n"
            f"```text\nSubject: {note.subject}\n\n{note.body}\n```\n\n"
            f"As it went out:\n\n```text\n{finished}\n```\n"
        )
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.name)
