"""Runs a command that ends when whoever started this ends, however that happens."""

import os
import signal
import subprocess
import sys
import threading
import time

parent = os.getppid()
child = subprocess.Popen(sys.argv[1:])
signal.signal(signal.SIGTERM, lambda *_: child.terminate())
signal.signal(signal.SIGINT, signal.SIG_IGN)


def end_with_child():
    code = child.wait()
    os._exit(code if code >= 0 else 128 - code)


threading.Thread(target=end_with_child, daemon=True).start()
while True:
    time.sleep(0.5)
    if os.getppid() != parent:
        child.kill()
