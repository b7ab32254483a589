"""Runs MiniStack for as long as its owner lives.

The owner (embedded.ts) holds our standard input open. When it closes, however the owner ended, we ask ourselves to
stop, which also writes the state.

Functions are unpacked into a temporary folder of ours, which goes when we go. It is outside the project, so that a
function finds neither the project's node_modules nor its package.json, as it would not on AWS.
"""

import os
import signal
import tempfile
import threading


def stop_with_owner():
    # os.read, as a buffered read would hold a lock that the interpreter wants when it exits.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


with tempfile.TemporaryDirectory(prefix="waybill-engine-", ignore_cleanup_errors=True) as folder:
    tempfile.tempdir = folder
    threading.Thread(target=stop_with_owner, daemon=True).start()

    # Only now: they read where temporary files go.
    import asgi_guard
    import state_saves
    import stream_repairs
    from ministack import app as engine

    stream_repairs.repair()
    engine.app = asgi_guard.guarded(state_saves.save_state_with(engine.app))
    engine.main()
