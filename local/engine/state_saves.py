"""Saves the engine's state while it runs and when it stops.

MiniStack 1.5.33 saves only when it stops, one service after the other, while functions still run. Here a forked child
writes: it has the memory as it was at the fork, so requests wait only for the fork. The engine handles a request to the
table, the bus or a queue in one go on the loop that forks, so none of them is half done.
"""

import asyncio
import gc
import logging
import os
import signal
import time
import traceback

import state_file
from ministack import app as engine
from ministack.core import persistence
from ministack.services import cloudformation

LOG = logging.getLogger("state_saves")
SHORTEST_INTERVAL_SECONDS = 1
# A save may take this part of one core's time.
SHARE_OF_TIME = 0.1
SAVE_TIMEOUT_SECONDS = 60
# A deployment that a stop interrupts goes on inside the engine.
DEPLOYMENT_TIMEOUT_SECONDS = 10


class StateSaves:
    """Around the engine's ASGI app: loads the state at its start, saves at intervals and at its stop."""

    def __init__(self, app):
        self._app = app
        self._has_changed = False
        self._cpu_seconds = 0.0
        self._saving = asyncio.Lock()

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        finally:
            self._has_changed = True

    async def _live(self, scope, receive, send):
        async def receive_with_state():
            message = await receive()
            if message["type"] == "lifespan.startup":
                state_file.load()
            else:
                await self._save_last()
            return message

        task = asyncio.create_task(self._save_at_intervals())
        await self._app(scope, receive_with_state, send)
        task.cancel()

    async def _save_at_intervals(self):
        interval = SHORTEST_INTERVAL_SECONDS
        while True:
            await asyncio.sleep(interval)
            if self._has_changed and not is_deploying():
                await self._save()
                interval = max(SHORTEST_INTERVAL_SECONDS, self._cpu_seconds / SHARE_OF_TIME)

    async def _save_last(self):
        deadline = time.monotonic() + DEPLOYMENT_TIMEOUT_SECONDS
        while is_deploying() and time.monotonic() < deadline:
            await asyncio.sleep(0.1)
        if not is_deploying() and await self._save():
            state_file.mark_stopped()

    async def _save(self) -> bool:
        async with self._saving:
            self._has_changed = False
            started = time.monotonic()
            try:
                child = os.fork()
            except OSError as error:  # no memory or no process left: tried again at the next interval
                self._has_changed = True
                LOG.error("The state could not be saved (%s).", error)
                return False
            if child == 0:
                write_and_exit()
            paused_ms = (time.monotonic() - started) * 1000
            code, self._cpu_seconds = await end_of(child)
            if code != 0:
                self._has_changed = True
                LOG.error("The state could not be saved (exit code %s).", code)
                return False
            seconds = time.monotonic() - started
            cpu = self._cpu_seconds
            LOG.info("Saved the state in %.2f s (%.2f s of CPU); requests waited %.0f ms.", seconds, cpu, paused_ms)
            return True


def is_deploying() -> bool:
    """Whether a stack is changing: restored like that, it could neither be deployed to nor deleted."""
    statuses = [stack["StackStatus"] for _, stack in cloudformation._stacks.all_items()]
    return any(status.endswith("_IN_PROGRESS") and status != "REVIEW_IN_PROGRESS" for status in statuses)


async def end_of(child: int) -> tuple[int, float]:
    """Waits for the child; its exit code, and the processor's time that it took."""
    waiting = asyncio.create_task(asyncio.to_thread(os.wait4, child, 0))
    try:
        _, status, usage = await asyncio.wait_for(asyncio.shield(waiting), SAVE_TIMEOUT_SECONDS)
    except asyncio.TimeoutError:
        os.kill(child, signal.SIGKILL)
        _, status, usage = await waiting
    return os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime


def write_and_exit():
    """The child's whole life. It lets go of all that is open, so that a port or a pipe closes with the engine."""
    parent = os.getppid()
    code = 1
    try:
        gc.disable()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        for descriptor in [int(name) for name in os.listdir("/dev/fd")]:
            if descriptor > 2:
                close(descriptor)
        os.nice(10)
        state_file.write_in_child(parent)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def close(descriptor: int):
    try:
        os.close(descriptor)
    except OSError:
        pass  # the one that listed them


def save_state_with(app):
    """The app that also saves its state, unless MiniStack was told to keep none."""
    if not persistence.PERSIST_STATE:
        return app
    engine.save_all = lambda services: None
    return StateSaves(app)
