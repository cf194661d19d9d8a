"""How hard the properties are tried: briefly and always alike in `make test`, with new seeds in `make test-slow`.

What the search finds becomes an `@example` of its property, so that `make test` has it from then on. In CI it tries as
many but the same ones each time, as Hypothesis does by itself there: whether a change passes hangs on the change alone.
"""

import os

from hypothesis import settings

USUAL, SEARCH = "usual", "search"

settings.register_profile(USUAL, derandomize=True, max_examples=60, deadline=None, database=None, print_blob=False)
settings.register_profile(SEARCH, derandomize="CI" in os.environ, max_examples=600, deadline=None, print_blob=True)
settings.load_profile(USUAL)  # `--hypothesis-profile=search` comes after this, and before the tests are read


def examples(most: int) -> settings:
    """The profile in force with so many examples: all of them in the search, and a quarter at most in `make test`."""
    return settings(max_examples=most if settings.get_current_profile_name() == SEARCH else max(1, most // 4))
