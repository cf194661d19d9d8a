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
blanks is what the planner writes by itself; `make docs` makes this page from the templates. Below each stands what the
[sources'](sources.md) own samples do in such a note, point by point. All templates are listed by

```
planner templates
```
"""
# Title, template, facts, the answers in order, and what the samples of the sources do in such a note beside the words
# of ours that do it.
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
            "So I put a name on each of my team's nine jobs. Nobody had looked at two of them in a "
            "year. They have owners now.",
        ],
        [
            ("Joyce: thanks for telling", "Thank you for letting me know"),
            ("Joyce: disappointment, said once", "I was disappointed, of course"),
            ("Joyce: glad to have met the people, by name", "you, Priya and Tomás"),
            ("Larky, Martin: one thing this person said, and what came of it", "They have owners now."),
            ("Joyce: still interested", "I'd still love to work at Calder & Rowe."),
            (
                "Joyce, Martin: think of me if the situation changes",
                "or if anything changes, I hope you'll think of me",
            ),
            ("Joyce: thanks for the time", "Thanks again for your time"),
            ("Coach: good wishes to the one who was chosen", "good luck to you and the new hire"),
            ("Joyce: private address and phone", "robin.marlow@example.com · 555-0142"),
        ],
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
            "I tried it on our bench at the community college, and the mix-ups stopped. I tell everyone it's yours.",
        ],
        [
            ("Joyce: heard unofficially, so only that it is filled", "I hear you've filled the Lab Technician role."),
            ("Joyce: thanks for the time", "thank you for your time on October 28"),
            ("Larky, Martin: one thing this person said, and what came of it", "the mix-ups stopped"),
            ("Joyce: interest, and a word if it changes", "or if anything changes, please keep me in mind"),
            ("Coach: good wishes to the one who was chosen", "I hope the new hire works out well"),
        ],
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
            "I didn't have a good answer that day. I do now: four backup caterers, with phone numbers, "
            "taped inside my planner.",
        ],
        [
            ("Joyce: thanks for the time", "Thank you for talking with me on November 4."),
            ("Joyce: disappointment, said once", "I was disappointed not to get the Event Coordinator role"),
            ("Joyce: to each a note of their own, about what they asked", "taped inside my planner"),
            ("Joyce: interest, and a word if it changes", "or if anything changes, please keep me in mind"),
        ],
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
            "the floor plan and the names of the panel you sent me two days ahead",
            "I knew where to go and who I'd meet, and it was the first interview I've ever walked into "
            "calm. I bet nobody mentions that, so I wanted to.",
        ],
        [
            ("Joyce: thanks for telling", "I appreciated hearing it from you"),
            ("Joyce: thanks for the courtesy, by example", "the first interview I've ever walked into calm"),
            ("Joyce: interest", "they made me want to work at Calder & Rowe even more"),
            ("Joyce: on file, and a word if it changes", "or if anything changes, would you keep me in mind"),
        ],
    ),
    (
        "You were overqualified",
        "first-note-overqualified",
        {
            "greeting": "Hi Marcus,",
            "role": "the Bicycle Mechanic role",
            "employer": "Hale Cycles",
            "met_on": "November 12",
            "told": "true",
        },
        ["build a wheel from scratch", "the truing stand your father made"],
        [
            ("Bryan: what the job would have let me learn", "I've never had the chance to build a wheel from scratch"),
            ("Bryan: no argument with the verdict", "I can see why I looked overqualified."),
            ("Bryan: the answer is still yes", "I'd still take the job in a heartbeat."),
            ("Joyce: a word if it changes", "If anything changes"),
        ],
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
            "passed the cloud certificate exam and spent a few evenings moving a small job to the "
            "cloud. It has a named owner: me",
        ],
        [
            ("Coach: one thing this person said, kept", "your rule that no pipeline runs without a named owner"),
            ("Martin: what I have learned since", "I've passed the cloud certificate exam"),
            ("Coach: one question", "How's everything going with the team?"),
            ("Larky: no pressure", "there's no need to write back"),
        ],
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
        table = "\n".join(f"| {asked} | {ours} |" for asked, ours in sources)
        for _, ours in sources:
            assert ours in finished, (name, ours)
        parts.append(
            f"## {title}\n\nAs begun, from `{name}`:\n\n"
            f"```text\nSubject: {note.subject}\n\n{note.body}\n```\n\n"
            f"As it went out:\n\n```text\n{finished}\n```\n\n"
            f"| what the sources' samples do | in this one |\n|---|---|\n{table}\n"
        )
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.name)
