"""`planner completion SHELL`: what makes a shell complete verbs, options, people and applications."""

import argparse
import os
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from ...private_files import write_private
from ...text import folded
from ..common import Misuse, open_reading
from ..output import say

SHELLS = ("bash", "zsh", "fish")
_PEOPLE = {"name", "who", "kept", "other"}  # what an argument is called that takes a person
_NOT_PEOPLE = {"merge-book", "add", "playbook", "templates"}  # verbs whose `name` is none of the book
_APPLICATION = "application"
_KINDS = ("people", "applications")
# Each asks the planner for the words that fit what is typed so far, about the book that the line names.
_PREAMBLE = {
    "bash": r"""
_planner_book() {
  local typed="$2" quote="" book="" at word
  for (( at = 1; at < COMP_CWORD; at++ )); do
    [[ "${COMP_WORDS[at]}" == --book ]] && book="${COMP_WORDS[at+1]}"
    [[ "${COMP_WORDS[at]}" == --book && "$book" == "=" ]] && book="${COMP_WORDS[at+2]}"
  done
  book="${book//[\"\'\\]/}"
  case "$typed" in
    [\"\']*) quote="${typed:0:1}"; typed="${typed:1}" ;;
    *) typed="${typed//\\/}" ;;
  esac
  while IFS= read -r word; do
    if [ -n "$quote" ]; then echo "$word"; else printf '%q\n' "$word"; fi
  done < <(planner ${book:+--book "${book/#\~/$HOME}"} completion --words "$1" --typed="$typed" 2>/dev/null)
}
_planner_people() { _planner_book people "$1"; }
_planner_applications() { _planner_book applications "$1"; }
""",
    "zsh": r"""
_planner_book() {
  local -a found given line
  line=(${(z)LBUFFER})
  local at=${line[(i)--book]} joined=${line[(r)--book=*]}
  (( at < $#line )) && given=(--book ${~${(Q)line[at+1]}})
  [[ -n $joined ]] && given=(--book ${~${(Q)joined#--book=}})
  found=(${(f)"$(planner $given completion --words $1 --typed="${(Q)PREFIX}" 2>/dev/null)"})
  compadd -U -- $found
}
_planner_people() { _planner_book people }
_planner_applications() { _planner_book applications }
""",
    "fish": r"""
function _planner_book
  set -l line (commandline -opc)
  set -l given
  if set -l at (contains -i -- --book $line)
    set given --book $line[(math $at + 1)]
  end
  for word in $line
    string match -qr -- '^--book=' $word; and set given $word
  end
  set -l typed (commandline -ct | string trim -l -c '"\'' | string unescape)
  planner $given completion --words $argv[1] --typed="$typed" 2>/dev/null
end
function _planner_people; _planner_book people; end
function _planner_applications; _planner_book applications; end
""",
}
_PLACES = {
    "bash": ("XDG_DATA_HOME", ".local/share", "bash-completion/completions/planner"),
    "zsh": ("XDG_DATA_HOME", ".local/share", "zsh/site-functions/_planner"),
    "fish": ("XDG_CONFIG_HOME", ".config", "fish/completions/planner.fish"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `completion` understands."""
    parser.add_argument("shell", nargs="?", choices=SHELLS, help="which shell; without it, the one in $SHELL")
    parser.add_argument("--install", action="store_true", help="write it to where that shell looks for it")
    parser.add_argument("--words", choices=_KINDS, help="the words for people, or for applications, one per line")
    parser.add_argument("--typed", default="", metavar="TEXT", help="with --words: only those that go on from this")


def run(options: argparse.Namespace) -> int:
    """Print the script, install it, or print words of the book."""
    if options.words:
        with open_reading(options) as connection:
            rows = [] if connection is None else connection.execute(_WORDS[options.words]).fetchall()
        if options.words == "people":
            words = people_words([name for (name,) in rows], options.typed)
        else:
            words = [str(number) for (number,) in rows if str(number).startswith(options.typed)]
        for word in words:
            say(word)
        return 0
    shell = options.shell or Path(os.environ.get("SHELL", "")).name
    if shell not in SHELLS:
        raise Misuse(f"Say which shell: `planner completion {SHELLS[0]}`, {SHELLS[1]} or {SHELLS[2]}.")
    text = script(shell)
    if not options.install:
        say(text.rstrip())
        return 0
    variable, usual, place = _PLACES[shell]
    target = Path(os.environ.get(variable) or Path.home() / usual) / place
    try:
        write_private(target, text.encode())
    except OSError as error:
        raise Misuse(f"{target} cannot be written: {error.strerror or error}.") from None
    more = f" Put fpath+=({target.parent}) before compinit in your .zshrc." if shell == "zsh" else ""
    say(f"{target} is written. It takes effect in the next {shell} you open.{more}")
    return 0


_WORDS = {
    "people": "SELECT name FROM contact WHERE archived_on IS NULL ORDER BY name",
    "applications": "SELECT id FROM application ORDER BY id DESC",
}


def people_words(names: Sequence[str], typed: str = "") -> list[str]:
    """What names people of the book and goes on from what is typed: a word of a name, and more where it is not enough.

    Capitals and accents do not matter, and of several people with commas between only the last is completed. A word
    is in small letters without accents, unless what is typed has others: it must go on from that.
    """
    before, comma, last = typed.rpartition(",")
    lead = f"{before}{comma}{' ' * (len(last) - len(last.lstrip()))}"
    said = folded(last)
    whole = [(name.split(), folded(name).split()) for name in names]
    alone = Counter(word for _, words in whole for word in {*words})
    texts = [" ".join(words) for _, words in whole]

    def names_one(words: Sequence[str]) -> bool:
        """Whether nobody else has all of the words, or parts of them, in their name; of nothing typed it is guessed."""
        if not said:
            return any(alone[word] == 1 for word in words)
        return sum(all(word in text for word in words) for text in texts) <= 1

    found: list[tuple[str, str]] = []
    for plain, words in whole:
        if len(plain) != len(words):
            plain = words  # noqa: PLW2901 - a mark that is no word of its own
        starts = [at for at in range(len(words)) if " ".join(words[at:]).startswith(said)]
        if not said:
            starts = [at for at in starts if alone[words[at]] == 1][:1]
        for at in starts:
            end = at + max(1, len(said.split()))
            while end < len(words) and not names_one(words[at:end]):
                end += 1
            found.append((" ".join(words[at:end]), " ".join(plain[at:end])))
    is_plain = last.lstrip() == said or not all(word.startswith(last.lstrip()) for _, word in found)
    return sorted({lead + (word if is_plain else written) for word, written in found})


def script(shell: str) -> str:
    """The script that completes the whole command line in that shell, made from the parsers of all verbs."""
    import shtab

    from .. import whole_parser

    parser = whole_parser()
    verbs = next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    for verb, described in verbs.choices.items():
        _mark(described, verb)
    more = _choices_behind_people(verbs) if shell == "bash" else ""
    return str(shtab.complete(parser, shell=shell, preamble=f"{_PREAMBLE[shell]}{more}\n"))


def _mark(parser: argparse.ArgumentParser, verb: str) -> None:
    """Say of each argument that takes a person or an application of the book that it does."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inside in action.choices.values():
                _mark(inside, verb)
        elif action.option_strings or action.choices:
            continue
        elif action.dest in _PEOPLE and (verb not in _NOT_PEOPLE):
            action.complete = _functions("_planner_people")  # type: ignore[attr-defined]
        elif action.dest == _APPLICATION:
            action.complete = _functions("_planner_applications")  # type: ignore[attr-defined]


def _functions(name: str) -> dict[str, str]:
    """What calls a function in each shell."""
    return {"bash": name, "zsh": name, "fish": f"({name})"}


def _choices_behind_people(verbs: argparse._SubParsersAction) -> str:  # type: ignore[type-arg]
    """For bash, in which an argument of several words never ends: what may follow the people is offered with them."""
    lines = []
    for verb, parser in verbs.choices.items():
        given = [action for action in parser._actions if not action.option_strings]
        for at, (action, following) in enumerate(pairwise(given)):
            if action.nargs in {"+", "*"} and following.choices:
                words = " ".join(map(str, following.choices))
                lines.append(f"_shtab_planner_{verb.replace('-', '_')}_pos_{at}_choices=({words})")
    return "\n".join(lines)
