"""`planner mcp`: the book for an assistant, by the Model Context Protocol on standard input and output."""

import argparse
from pathlib import Path

from ..common import Misuse, book_path, open_writing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `mcp` understands."""
    parser.add_argument(
        "--allow-writes",
        action="store_true",
        help="let it log, snooze and save drafts, labelled as an assistant's; otherwise it only reads",
    )


def run(options: argparse.Namespace) -> int:
    """Serve until the other side hangs up."""
    try:
        import mcp  # noqa: F401
    except ImportError:
        raise Misuse("This needs one more package: pip install 'follow-up-planner[mcp]'.") from None
    from .assistant import Assistant, server

    assistant = Assistant(Path(book_path(options)), lambda: open_writing(options))
    try:
        server(assistant, allow_writes=options.allow_writes).run("stdio")
    except BaseExceptionGroup as group:
        if group.subgroup(KeyboardInterrupt) is not None:
            raise KeyboardInterrupt from None
        raise Misuse("The connection to the assistant was lost. The assistant can start `planner mcp` again.") from None
    return 0
