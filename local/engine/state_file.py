"""The file with the engine's state: of all services as they were at one moment, and never half written."""

import copy
import json
import os
import time

from ministack import app as engine
from ministack.core import persistence
from ministack.services import lambda_svc, secretsmanager

STATE_FILE = os.path.join(persistence.STATE_DIR, "state.json")
# Is there while the engine runs. Who finds it at a start knows that what came after the last save is lost.
RUNNING_FILE = os.path.join(persistence.STATE_DIR, "running")


def load():
    """Has the engine read its state from the file."""
    services = {}
    try:
        with open(STATE_FILE) as file:
            services = json.load(file, object_hook=persistence._json_object_hook)
    except FileNotFoundError:
        os.makedirs(persistence.STATE_DIR, exist_ok=True)
    engine.load_state = lambda name: services.pop(name, None)
    with open(RUNNING_FILE, "w"):
        pass


def mark_stopped():
    os.remove(RUNNING_FILE)


def write_in_child(parent: int):
    """Writes the file in a forked child of the engine, whose own memory this changes."""
    moment = time.time()
    # The memory is a copy already.
    copy.deepcopy = lambda value, memo=None: value
    # Of a secret, its name and ARN are kept: its value is in memory only.
    for _, secret in secretsmanager._secrets.all_items():
        secret["Versions"] = {}
    # Until the new file is there, the last one needs its functions' code.
    remove_unused_code = lambda_svc._prune_orphan_code_blobs
    used_code = set()
    lambda_svc._prune_orphan_code_blobs = used_code.update
    unfinished = f"{STATE_FILE}.unfinished"
    with open(unfinished, "w") as file:
        separator = "{"
        for name, get_state in engine._build_persistence_save_dict().items():
            state = get_state()
            if state is not None:
                file.write(f"{separator}{json.dumps(name)}: {json.dumps(state, default=persistence._json_default)}")
                separator = ",\n"
        file.write("}")
        file.flush()
        os.fsync(file.fileno())
    # The file's time is when the state was like that.
    os.utime(unfinished, (moment, moment))
    if os.getppid() != parent:
        raise SystemExit("The engine ended meanwhile.")
    os.replace(unfinished, STATE_FILE)
    remove_unused_code(used_code)
