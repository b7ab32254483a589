"""Runs MiniStack for as long as its owner lives.

The owner (embedded.ts) holds our standard input open. When it closes, however the owner ended, we ask ourselves to
stop, which also writes the state.
"""

import os
import signal
import threading


def stop_with_owner():
    # os.read, as a buffered read would hold a lock that the interpreter wants when it exits.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


threading.Thread(target=stop_with_owner, daemon=True).start()

from ministack.app import main  # noqa: E402  (it must not delay the thread above)

main()
