"""A Node process that runs worker.mjs: what it reports, what it logs, and how it ends."""

import json
import os
import queue
import signal
import subprocess
import threading
import time

END_OF_LOGS = b"\0end of logs\0"


class WorkerEnded(Exception):
    """The process ended without a report. `how` is what AWS writes about it."""

    def __init__(self, how: str):
        super().__init__(how)
        self.how = how


class ReportOverdue(Exception):
    """No report came in time."""


class WorkerProcess:
    """Started with the descriptor for its reports as last argument; what it reports is JSON, a line each."""

    def __init__(self, command: list[str], cwd: str, env: dict[str, str]):
        reports, reports_in_child = os.pipe()
        try:
            self._process = subprocess.Popen(
                [*command, str(reports_in_child)],
                cwd=cwd,
                env=env,
                pass_fds=[reports_in_child],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        except BaseException:
            os.close(reports)
            raise
        finally:
            os.close(reports_in_child)
        self._reports: queue.SimpleQueue[dict | None] = queue.SimpleQueue()
        self._logs = bytearray()
        self._logs_changed = threading.Condition()
        self._has_all_logs = False
        threading.Thread(target=self._read_reports, args=(reports,), daemon=True).start()
        threading.Thread(target=self._read_logs, daemon=True).start()

    def send(self, message: dict) -> None:
        """Hands the worker a line; that it is gone shows when its report is awaited."""
        try:
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            pass

    def next_report(self, deadline: float) -> dict:
        """Waits for a report until `deadline` (of the monotonic clock); raises ReportOverdue or WorkerEnded."""
        try:
            report = self._reports.get(timeout=max(deadline - time.monotonic(), 0))
        except queue.Empty:
            raise ReportOverdue() from None
        if report is None:
            raise WorkerEnded(self._how_it_ended())
        return report

    def take_logs(self, seconds: float = 2) -> str:
        """What was logged up to the last report; waits for what is still on its way, at most so long."""
        with self._logs_changed:
            self._logs_changed.wait_for(lambda: self._has_all_logs or END_OF_LOGS in self._logs, seconds)
            before, _, after = bytes(self._logs).partition(END_OF_LOGS)
            self._logs[:] = after
        return before.decode(errors="replace")

    def is_running(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def _how_it_ended(self) -> str:
        code = self._process.wait()
        if code < 0:
            return f"Runtime exited with error: signal: {signal.strsignal(-code).lower()}"
        return f"Runtime exited with error: exit status {code}" if code else "Runtime exited without providing a reason"

    def _read_reports(self, descriptor: int) -> None:
        with open(descriptor, "rb") as reports:
            for line in reports:
                self._reports.put(json.loads(line))
        self._reports.put(None)

    def _read_logs(self) -> None:
        with self._process.stdout as logs:
            while chunk := logs.read1(65536):
                with self._logs_changed:
                    self._logs += chunk
                    self._logs_changed.notify_all()
        with self._logs_changed:
            self._has_all_logs = True
            self._logs_changed.notify_all()
