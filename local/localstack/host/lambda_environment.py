"""Lambda without Docker: an execution environment is a Node process on this machine.

LocalStack decides when an environment starts, which one gets an event, and when it stops; this file does what its
Docker executor does with a container. Errors, logs and the second try after a failed start are as on AWS:
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
"""

import json
import os
import threading
import time
import weakref

from localstack import config
from localstack.services.lambda_.invocation.lambda_models import InvocationResult
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

from lambda_logs import lines_of_invocation
from worker_process import ReportOverdue, WorkerEnded, WorkerProcess

# What AWS gives a function to load before its first event; one that needs longer loads again when the event is there.
INIT_SECONDS = 10


class FunctionFailed(Exception):
    """The function's failure, as its caller sees it."""

    def __init__(self, error_type: str, message: str, trace: list[str] | None = None):
        super().__init__(message)
        self.payload = {"errorType": error_type, "errorMessage": message} | ({"trace": trace} if trace else {})


class LambdaEnvironment(RuntimeExecutor):
    all = weakref.WeakSet()

    def __init__(self, id, function_version):
        super().__init__(id, function_version)
        LambdaEnvironment.all.add(self)
        self._lock = threading.Lock()
        self._is_stopped = False
        self._worker: WorkerProcess | None = None
        self._unsent_logs = ""
        self._init_ms: float | None = None
        self._memory_mb = 0

    def start(self, env_vars):
        self._env_vars = env_vars
        started = time.monotonic()
        try:
            self._initialize(started + INIT_SECONDS)
            self._init_ms = (time.monotonic() - started) * 1000
        except (FunctionFailed, ReportOverdue, WorkerEnded):
            # As on AWS, the first event has the function load again, and gets the error.
            self._end_worker()

    def invoke(self, payload):
        request_id = payload["invoke-id"]
        timeout = self.function_version.config.timeout
        started = time.monotonic()
        answer, failure = b"", None
        try:
            answer = self._answer(payload, started + timeout)
        except FunctionFailed as e:
            failure = e.payload
        except ReportOverdue:
            self._end_worker()
            message = f"RequestId: {request_id} Error: Task timed out after {timeout}.00 seconds"
            failure = {"errorType": "Sandbox.Timedout", "errorMessage": message}
        except WorkerEnded as e:
            self._end_worker()
            failure = {"errorType": "Runtime.ExitError", "errorMessage": f"RequestId: {request_id} Error: {e.how}"}
        logs = lines_of_invocation(
            request_id,
            self._take_logs(),
            version=self.function_version.id.qualifier,
            seconds=min(time.monotonic() - started, timeout),
            memory_size=self.function_version.config.memory_size,
            memory_used=self._memory_mb,
            init_ms=self._init_ms,
            failure=failure,
        )
        self._init_ms = None
        if failure:
            return InvocationResult(request_id, json.dumps(failure).encode(), True, logs)
        return InvocationResult(request_id, answer, False, logs)

    def stop(self):
        with self._lock:
            self._is_stopped = True
            if self._worker:
                self._worker.kill()

    def _answer(self, payload: dict, deadline: float) -> bytes:
        if self._worker is None or not self._worker.is_running():
            self._initialize(deadline)
        self._worker.send(
            {
                "requestId": payload["invoke-id"],
                "functionArn": payload["invoked-function-arn"],
                "traceId": payload["trace-id"],
                "deadline": int((time.time() + deadline - time.monotonic()) * 1000),
                "event": payload["payload"],
            }
        )
        answer = self._next_report(deadline)["payload"].encode()
        limit = config.LAMBDA_LIMITS_MAX_FUNCTION_PAYLOAD_SIZE_BYTES
        if len(answer) > limit:
            message = f"Response payload size exceeded maximum allowed payload size ({limit} bytes)."
            raise FunctionFailed("Function.ResponseSizeTooLarge", message)
        return answer

    def _initialize(self, deadline: float) -> None:
        """Starts a process and has it load the function."""
        self._end_worker()
        function = self.function_version.config
        code = str(function.code.get_unzipped_code_location())
        # What the heap leaves is for Node itself, about as on AWS.
        heap = f"--max-old-space-size={function.memory_size * 3 // 4}"
        command = [os.environ["WAYBILL_NODE"], heap, os.environ["WAYBILL_LAMBDA_WORKER"]]
        with self._lock:
            # Nobody would stop a process that is started after the stop.
            if self._is_stopped:
                raise WorkerEnded("Runtime exited with error: signal: killed")
            self._worker = WorkerProcess(command, cwd=code, env=self._environment(code))
        self._next_report(deadline)

    def _next_report(self, deadline: float) -> dict:
        report = self._worker.next_report(deadline)
        self._unsent_logs += self._worker.take_logs()
        self._memory_mb = report["memoryMb"]
        if report["kind"] == "error":
            if report["isFatal"]:
                self._end_worker()
            error = report["error"]
            raise FunctionFailed(error["errorType"], error["errorMessage"], error["trace"])
        return report

    def _end_worker(self) -> None:
        """Ends the process, if there is one, and keeps what it still logged."""
        if self._worker:
            self._worker.kill()
            self._unsent_logs += self._worker.take_logs()
            self._worker = None

    def _take_logs(self) -> str:
        logs, self._unsent_logs = self._unsent_logs, ""
        return logs

    def _environment(self, code: str) -> dict[str, str]:
        inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        given = {name: str(value) for name, value in self._env_vars.items()}
        runtime = f"AWS_Lambda_{self.function_version.config.runtime}"
        return inherited | given | {"LAMBDA_TASK_ROOT": code, "AWS_EXECUTION_ENV": runtime}

    # What LocalStack asks of an executor besides.

    def get_address(self):
        return "127.0.0.1"

    def get_endpoint_from_executor(self):
        return "127.0.0.1"

    def get_runtime_endpoint(self):
        return "http://127.0.0.1"

    def get_logs(self):
        return self._unsent_logs

    @classmethod
    def prepare_version(cls, function_version):
        function = function_version.config
        if not function.code or not str(function.runtime).startswith("nodejs"):
            raise ValueError(f"LocalStack without Docker runs zipped Node functions only, not {function.runtime}.")
        function.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version):
        pass


def stop_at_once(provider):
    """What LocalStack's Lambda does at the end, but for the five seconds in which it waits for its own threads."""
    for event_source in provider.esm_workers.values():
        event_source.stop_for_shutdown()
    for environment in list(LambdaEnvironment.all):
        environment.stop()
