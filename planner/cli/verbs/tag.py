"""`planner tag`: tags put on people, or taken off."""

import argparse

from ..common import NAMES, Misuse, find_people, for_each, open_reading


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `tag` understands."""
    parser.add_argument("name", help=NAMES)
    parser.add_argument("tags", nargs="*", help="the tags to put on")
    parser.add_argument("--remove", default="", metavar="TAGS", help="tags to take off, separated by commas")


def run(options: argparse.Namespace) -> int:
    """Put them on, and say what there is now."""
    tags = [tag.strip() for words in options.tags for tag in words.split(",") if tag.strip()]
    add = [tag for tag in tags if not tag.startswith("-")]
    remove = [tag for tag in options.remove.split(",") if tag.strip()]
    remove += [tag[1:] for tag in tags if tag.startswith("-")]
    if not add and not remove:
        raise Misuse('Say which tags: planner tag "dana, ari" mentor')
    with open_reading(options) as connection:
        people = find_people(connection, options.name)
    from ...book.commands import tag_contact

    for_each(options, people, lambda book, key: tag_contact(book, key, add, remove))
    return 0
