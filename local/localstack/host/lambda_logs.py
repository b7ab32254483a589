"""The lines that Lambda itself adds to a function's logs: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html"""

import math


def lines_of_invocation(
    request_id: str,
    written: str,
    *,
    version: str,
    seconds: float,
    memory_size: int,
    memory_used: int,
    init_ms: float | None,
    failure: dict | None,
) -> str:
    """What goes to CloudWatch Logs about one event: `written` is what the function wrote."""
    lines = [f"START RequestId: {request_id} Version: {version}"]
    if written:
        lines.append(written.rstrip("\n"))
    milliseconds = seconds * 1000
    fields = [
        f"REPORT RequestId: {request_id}",
        f"Duration: {milliseconds:.2f} ms",
        f"Billed Duration: {math.ceil(milliseconds)} ms",
        f"Memory Size: {memory_size} MB",
        f"Max Memory Used: {memory_used} MB",
    ]
    if init_ms is not None:
        fields.append(f"Init Duration: {init_ms:.2f} ms")
    if failure:
        error_type = failure["errorType"]
        if error_type == "Sandbox.Timedout":
            fields.append("Status: timeout")
        elif error_type.startswith(("Runtime.", "Function.")):
            lines.append(f"{failure['errorMessage']}\n{error_type}")
            fields += ["Status: error", f"Error Type: {error_type}"]
    return "\n".join([*lines, f"END RequestId: {request_id}", "\t".join(fields)]) + "\n"
