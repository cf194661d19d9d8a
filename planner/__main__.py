"""The `planner` command."""

import sys


def main() -> int:
    """Run the command line; gives the exit status."""
    from planner.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
