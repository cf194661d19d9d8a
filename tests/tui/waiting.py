"""Waiting for a state of the app, never for a time: a busy machine takes longer, and a quick one is not held up."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from time import monotonic

from textual.app import App
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen
from textual.worker import WorkerCancelled

from planner.cadence.terms import Step
from planner.notes.template_files import load_templates, ranked
from planner.tui.app import PlannerApp

MOST = 30.0  # seconds after which a test fails instead of waiting any longer
AT_ONCE = (
    0.1  # a timer of so many seconds is still part of what a key does, such as reading the person under the cursor
)
A_PAUSE = 0.6  # a timer of so many seconds waits for a pause in the typing: the save, the review, the slow date parser


async def settle(pilot: Pilot[None], timers: float = AT_ONCE) -> None:
    """Wait until the app rests: no worker, nothing for the book's thread, no message, and nothing left to draw.

    `timers` is the longest timer, in seconds, whose work is waited for as well.
    """
    app = pilot.app
    assert isinstance(app, PlannerApp)
    last = monotonic() + MOST
    calm = 0  # rounds in which nothing was left to do: what a timer began in one is done in the next
    while calm < 2:
        at_rest = not _runs_a_timer(app, timers)
        async with asyncio.timeout(MOST):
            for worker in app.workers:
                with suppress(WorkerCancelled):  # for another of its group, which is waited for as well
                    await worker.wait()
            if app.is_running:  # else its thread has been let go
                await app.library.write(lambda _: None)
        await worked_off(app)
        at_rest = at_rest and all(worker.is_finished for worker in app.workers) and not _runs_a_timer(app, timers)
        calm = calm + 1 if at_rest else 0
        assert monotonic() < last, f"the app does not come to rest: {[*app.workers]}"
        if not at_rest:
            await asyncio.sleep(0.002)


async def settle_after_a_pause(pilot: Pilot[None]) -> None:
    """Wait until the app rests, and has done what it does after a pause in the typing: saved, reviewed, read a date."""
    await settle(pilot, A_PAUSE)


async def until(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    """Wait until something holds; it fails when it does not within half a minute."""
    last = monotonic() + MOST
    while not holds():
        assert monotonic() < last, "it did not come to hold"
        assert pilot.app._exception is None, "the app has ended"
        await asyncio.sleep(0.005)


async def worked_off(app: App[None]) -> None:
    """Wait until every widget has worked off its messages, what follows from them is drawn, and no key waits."""
    last = monotonic() + MOST
    rounds = 0
    while app._running and app._exception is None:
        # With turns of the loop at first, which take no time; whoever waits for a thread is not kept from it by more.
        await asyncio.sleep(0 if rounds < 100 else 0.002)
        rounds += 1
        if _rests(app):
            screen = app.screen if app.screen_stack else None
            if screen is None or not _draws(screen):
                return
            screen._on_timer_update()  # what the next frame would do
        assert monotonic() < last, f"not worked off: {[pump for pump in _pumps(app) if not _waits(pump)]}"


async def instead_of_waiting_for_an_idle_processor(_least: float = 0, _most: float = 1) -> None:
    """For Textual's own, by which each key of a test takes 40 ms, and up to 2 s beside anything else that works."""
    from textual._context import active_app

    await worked_off(active_app.get())


def _pumps(app: App[None]) -> Iterator[MessagePump]:
    yield app
    yield from list(app._registry)


def _waits(pump: MessagePump) -> bool:
    """Whether it has handled all its messages and waits for the next."""
    task = pump._task
    if task is not None and task.done():
        return True
    queue = pump._message_queue
    return queue.empty() and bool(queue.ready_event._waiters) and not pump._next_callbacks


def _rests(app: App[None]) -> bool:
    """Whether nothing can happen before a timer, a thread or a key."""
    if asyncio.get_running_loop()._ready:  # type: ignore[attr-defined]
        return False
    ahead = getattr(app, "_ahead", None)
    if ahead is not None and ahead._work is not None:
        return False
    return all(map(_waits, _pumps(app)))


def _draws(screen: Screen[object]) -> bool:
    """Whether something waits for the next frame."""
    if screen.app._batch_count or not screen.is_current:
        return False
    return bool(screen._layout_required or screen._repaint_required or screen._dirty_widgets or screen._callbacks)


def _runs_a_timer(app: App[None], longest: float) -> bool:
    """Whether a timer that rings once, after no more than so many seconds, has not rung yet."""
    for pump in _pumps(app):
        for timer in list(pump._timers):
            running = timer._task is not None and not timer._task.done() and timer._active.is_set()
            if running and timer._repeat == 0 and timer._interval <= longest:
                return True
    return False


async def type_text(pilot: Pilot[None], text: str) -> None:
    names = {" ": "space", ":": "colon", ",": "comma", "+": "plus", "/": "slash", ".": "full_stop", "-": "minus"}
    for character in text:
        await pilot.press(names.get(character, character))


def down_to(name: str) -> list[str]:
    """The keys that lead from the top of the chooser to a template, in Dana's first note of the demo."""
    words = {"first_note", "in_writing", "warm", "by_first_name", "met", "hiring_manager"}
    order = [each.template.name for each in ranked(load_templates()[0], Step.FIRST_NOTE, words)]
    return ["down"] * order.index(name)
