"""Learn which sentences read as anger, blame, pleading, sarcasm or asking for a job lead: `make tone`.

Learned from `sentences.tsv`, from the templates, and from the sentences of all labelled drafts but those of `unseen.json`, which tell how well
it does on notes it has not seen. All of them were written for this by people who did not know how they are read.
"""

import json
from base64 import b85encode
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from planner.notes.review.text import sentences
from planner.notes.review.tone import HARMLESS, MODEL, features
from planner.notes.template_files import load_templates

HERE = Path(__file__).parent
KEPT = 20_000  # features
RARE = (2, 3)  # a run of words, a part of a word in fewer sentences than this is not learned
STRICTNESS = 100.0  # scikit-learn's C
SHORT, BLUNT = 7, 4.0  # words of a short sentence, and how often it counts
KINDS = {"anger", "blame", "pleading", "sarcasm", "job_lead"}


def labelled() -> list[tuple[str, str]]:
    """Every sentence with its label."""
    found = [tuple(line.split("\t", 1)) for line in (HERE / "sentences.tsv").read_text(encoding="utf-8").splitlines()]
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
                found.append((kinds[0] if kinds else HARMLESS, each.text))
    found += [(HARMLESS, each.text) for template in load_templates()[0] for each in sentences(template.body)]
    return found


def matrix(texts: list[str], places: dict[str, int]) -> csr_matrix:
    """Sentences by features; each group of features has length one."""
    rows, columns, values = [], [], []
    for row, text in enumerate(texts):
        for group in features(text):
            known = [places[feature] for feature in group if feature in places]
            rows += [row] * len(known)
            columns += known
            values += [1 / max(len(known), 1) ** 0.5] * len(known)
    return csr_matrix((values, (rows, columns)), shape=(len(texts), len(places)))


def main() -> None:
    """Learn, keep what counts, learn again with that, and write it."""
    labels, texts = zip(*labelled(), strict=True)
    counts = (Counter(), Counter())
    for text in texts:
        for count, group in zip(counts, features(text), strict=True):
            count.update(group)
    often = [name for count, rare in zip(counts, RARE, strict=True) for name in sorted(count) if count[name] >= rare]
    places = {name: number for number, name in enumerate(often)}
    data = matrix(list(texts), places)
    learner = LogisticRegression(C=STRICTNESS, max_iter=5000)
    # The short and blunt ones must be known for sure: there is little else in them to go by.
    emphasis = [BLUNT if len(text.split()) <= SHORT else 1 for text in texts]
    weights = learner.fit(data, labels, emphasis).coef_
    weight = np.abs(weights - weights.mean(0)).max(0) * np.sqrt(np.asarray((data > 0).sum(0)).ravel())
    kept = [often[place] for place in sorted(np.argsort(-weight)[:KEPT])]
    places = {name: number for number, name in enumerate(kept)}
    learner.fit(matrix(list(texts), places), labels, emphasis)
    scale = float(np.abs(learner.coef_).max()) / 127
    packed = (np.rint(learner.coef_.T / scale).astype(int) + 128).astype(np.uint8).tobytes()
    model = {
        "kinds": [str(kind) for kind in learner.classes_],
        "bias": [round(float(each), 6) for each in learner.intercept_],
        "scale": scale,
        "features": "\n".join(kept),
        "weights": b85encode(packed).decode(),
    }
    MODEL.write_text(json.dumps(model, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(texts)} sentences, {len(kept)} features, {MODEL.stat().st_size // 1024} kB: {Counter(labels)}")


if __name__ == "__main__":
    main()
