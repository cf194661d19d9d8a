"""The `planner` command."""

import gc
import sys


def main() -> int:
    """Run the command line; gives the exit status."""
    # Most commands are over, and the first frame stands, before there is any garbage. Looking for it would cost a
    # command a twentieth of its time, and the first frame 5 to 9 ms.
    gc.set_threshold(200_000)
    from planner.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
