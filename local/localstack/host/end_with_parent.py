"""Runs a command that ends when whoever started this ends, however that happens."""

import os
import signal
import subprocess
import sys

parent = os.getppid()
child = subprocess.Popen(sys.argv[1:])
signal.signal(signal.SIGTERM, lambda *_: child.terminate())
signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    try:
        sys.exit(child.wait(timeout=1))
    except subprocess.TimeoutExpired:
        if os.getppid() != parent:
            child.kill()
