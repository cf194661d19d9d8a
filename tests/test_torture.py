"""A little of `make torture`, so that the trying itself stays sound."""

import pytest

from tests import torture


@pytest.mark.slow
@pytest.mark.parametrize("promise", torture.PROMISES, ids=lambda each: each[0])
def test_a_promise_holds(promise, tmp_path, capsys):
    words, count, attempt = promise
    place = torture.Torture(tmp_path, 0.01, seed=3)
    place.tried(words, count, lambda dice: attempt(place, dice))
    assert not place.failures, capsys.readouterr().out
