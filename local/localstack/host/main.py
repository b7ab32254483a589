"""LocalStack 4.14.0 without Docker, until its standard input closes or it is told to stop."""

import os
import resource
import shutil
import signal
import sys
import tempfile
import threading
import time

# How long a stop may take before the process ends without it.
STOP_SECONDS = 15


def stop_with_standard_input():
    """Whoever started this holds the other end of its standard input, and may end in any way."""

    def wait():
        while os.read(0, 4096):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(STOP_SECONDS)
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def allow_many_files():
    """Each execution environment takes three, and macOS allows a process 256 unless it asks for more."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 10_240 if most == resource.RLIM_INFINITY else min(10_240, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def main():
    stop_with_standard_input()
    allow_many_files()
    # LocalStack unpacks the functions' code there.
    tempfile.tempdir = os.environ["FILESYSTEM_ROOT"]

    # Others take this function from its module when they are loaded, so it is replaced before they are.
    from localstack.services.lambda_.invocation import runtime_executor

    from lambda_environment import LambdaEnvironment, stop_at_once

    runtime_executor.get_runtime_executor = lambda: LambdaEnvironment

    import binary_repairs
    import dynamodb_local
    import gateway_guard
    import lambda_repairs
    from localstack.runtime.main import main as run_localstack
    from localstack.services.lambda_.provider import LambdaProvider

    dynamodb_local.use_jars()
    lambda_repairs.repair()
    binary_repairs.repair()
    gateway_guard.install()
    LambdaProvider.on_before_stop = stop_at_once
    try:
        run_localstack()
    except SystemExit as end:
        # All is stopped by now; Python itself would take some seconds more to clear its memory.
        sys.stdout.flush()
        shutil.rmtree(os.environ["FILESYSTEM_ROOT"], ignore_errors=True)
        os._exit(end.code or 0)


if __name__ == "__main__":
    main()
