"""Learn which sentences read as anger, blame, pleading, sarcasm or asking for a job lead: `make tone`.

Learned from `sentences.tsv`, from the templates, from the notes that the checklist is learned from, all of which are
well meant, and from the sentences of all labelled drafts but those of `unseen.json`, which tell how well it does on notes
it has not seen, as `unseen.tsv` and `unseen-second.tsv` do for sentences. All of them were written for this by people who
did not know how they are read.
"""

import json
from collections import Counter
from pathlib import Path

from planner.notes.mail_merge import FIELDS, merge
from planner.notes.review.text import sentences
from planner.notes.review.tone import HARMLESS, MODEL, features
from planner.notes.template_files import load_templates
from tests.notes.checklist.notes import read_notes
from tests.training import learn, packed, write

HERE = Path(__file__).parent
KEPT = 20_000  # features
RARE = (2, 3)  # a run of words, a part of a word in fewer sentences than this is not learned
STRICTNESS = 200.0  # scikit-learn's C
SHORT, BLUNT = 7, 4.0  # words of a short sentence, and how often it counts
KNOWN = 4.0  # how often a sentence counts that stood in a whole note, or that the sources advise
KINDS = {"anger", "blame", "pleading", "sarcasm", "job_lead", "flirting", "apology", "thanks", "job_back"}


def labelled() -> list[tuple[str, str, float]]:
    """Every sentence with its label and how often it counts."""
    lines = [line.split("\t", 1) for line in (HERE / "sentences.tsv").read_text(encoding="utf-8").splitlines()]
    found = [(label, text, 1.0) for label, text in lines]
    found += [(HARMLESS, text, KNOWN) for text in (HERE / "sources.txt").read_text(encoding="utf-8").splitlines()]
    for name in ("first", "second", "third"):
        for draft in json.loads((HERE.parent / "drafts" / f"{name}.json").read_text(encoding="utf-8"))["drafts"]:
            body = draft["body"]
            marked = [
                (body.index(flag["text"]), body.index(flag["text"]) + len(flag["text"]), flag["kind"])
                for flag in draft["flags"]
                if flag["kind"] in KINDS and flag["text"] in body
            ]
            for each in sentences(body):
                kinds = [kind for start, end, kind in marked if start < each.end and each.start < end]
                found.append((kinds[0], each.text, KNOWN) if kinds else (HARMLESS, each.text, 1.0))
    for path in sorted((HERE.parent / "checklist").glob("en-[a-z].txt")):
        found += [(HARMLESS, each.text, 1.0) for note in read_notes(path) for each in sentences(note.body)]
    found += [(HARMLESS, each.text, 1.0) for body in templates() for each in sentences(body)]
    return found


def templates() -> list[str]:
    """The English templates, with everything known and with hardly anything."""
    known = {**dict.fromkeys(FIELDS, "this"), "told": "true", "met_on": "November 10", "role": "the role"}
    own = [template for template in load_templates()[0] if template.language == "en"]
    return [merge(template, facts).body for template in own for facts in (known, {"role": "the role"})]


def main() -> None:
    """Learn, and write what was learned."""
    labels, texts, counts = zip(*labelled(), strict=True)
    # The short and blunt ones must be known for sure: there is little else in them to go by.
    emphasis = [
        max(count, BLUNT if len(text.split()) <= SHORT else 1) for text, count in zip(texts, counts, strict=True)
    ]
    names, learner = learn(
        [features(text) for text in texts], labels, rare=RARE, kept=KEPT, strictness=STRICTNESS, emphasis=emphasis
    )
    write(MODEL, packed(names, learner))
    print(f"{len(texts)} sentences, {len(names)} features, {MODEL.stat().st_size // 1024} kB: {Counter(labels)}")


if __name__ == "__main__":
    main()
