"""The `planner` command."""

import gc
import sys


def main() -> int:
    """Run the command line; gives the exit status."""
    # Most commands are over before there is any garbage; looking for it costs them a twentieth of their time.
    gc.set_threshold(50_000)
    from planner.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
