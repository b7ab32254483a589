"""LocalStack 4.14.0 without Docker, until its standard input closes or it is told to stop."""

import os
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


def main():
    stop_with_standard_input()
    # LocalStack unpacks the functions' code there.
    tempfile.tempdir = os.environ["FILESYSTEM_ROOT"]

    # Others take this function from its module when they are loaded, so it is replaced before they are.
    from localstack.services.lambda_.invocation import runtime_executor

    from lambda_environment import LambdaEnvironment

    runtime_executor.get_runtime_executor = lambda: LambdaEnvironment

    import dynamodb_local
    import lambda_assignment
    from localstack.runtime.main import main as run_localstack

    dynamodb_local.use_jars()
    lambda_assignment.repair()
    run_localstack()


if __name__ == "__main__":
    sys.exit(main())
