"""Makes the man page `docs/planner.1` from the parser of the command line: `make docs`."""

import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from planner.cli import whole_parser  # noqa: E402

_NAME = "keep in touch with the people who interviewed you"
_MORE = r"""
.SH EXIT STATUS
.TP
.B 0
It was done.
.TP
.B 1
There was nothing, or something waits for an answer.
.TP
.B 2
The call was wrong, or a file is none that can be read.
.TP
.B 3
The book cannot be read or written.
.TP
.B 70
A defect; \fBplanner report\fR says what a report of it needs.
.TP
.B 74
The answer could not be printed, as on a full disk; what was recorded stays recorded.
.TP
.B 130
Stopped with ctrl+c.
.SH ENVIRONMENT
.TP
.B PLANNER_BOOK
The book to use instead of your own.
.TP
.B VISUAL\fR, \fBEDITOR
The editor for notes, where the configuration names none.
.SH FILES
.TP
.I ~/.local/share/follow\-up\-planner/book.sqlite
The book. Other systems keep it where they keep a user's data.
.TP
.I ~/.config/follow\-up\-planner/config.toml
The configuration; \fBplanner config show\fR prints what is in force.
"""


def page() -> str:
    """The man page."""
    from argparse_manpage.manpage import Manpage

    parser = whole_parser()
    made = str(Manpage(parser, format="pretty"))
    title = '.TH PLANNER 1 "" "follow-up planner" "User Commands"'
    made = re.sub(r"^\.TH .*$", title, made, count=1, flags=re.MULTILINE)
    made = made.replace(".SH NAME\nplanner\n", f".SH NAME\nplanner \\- {_NAME}\n", 1)
    made = re.sub(r"\{due,[^}]*\}", "VERB", made)
    made = made.replace("POSITIONAL ARGUMENTS", "VERBS", 1)
    return made.rstrip() + "\n" + _MORE.lstrip("\n")


if __name__ == "__main__":
    (HERE / "planner.1").write_text(page(), encoding="utf-8")
    print("docs/planner.1")
