"""Which requests an engine refuses: those that a web page made a browser send, and those for a foreign host name.

A page of any site can have requests sent to 127.0.0.1. Under a name of its own that it lets point there (DNS rebinding)
it can also read the answers. Programs of this machine send no Origin and name this machine.
"""

import os
import re

LOOPBACK = r"(localhost|[a-z0-9.-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?"
OWN_HOST = re.compile(LOOPBACK, re.IGNORECASE)
OWN_ORIGIN = re.compile(f"https?://{LOOPBACK}", re.IGNORECASE)
# A deployed API, which pages are meant to call. Everything else at an engine is for programs.
API_PATH = re.compile(r"/_aws/execute-api/[a-z0-9]+/")


def refusal(path: str, headers: list[tuple[str, str]]) -> str | None:
    """Why a request is refused, as a sentence; None where it is not. Names of headers are in lower case."""
    hosts = [value for name, value in headers if name == "host"]
    if len(hosts) != 1 or not OWN_HOST.fullmatch(hosts[0]):
        named = " and ".join(hosts) or "no host"
        return f"The request is for {named}, and this engine serves this machine only: use http://127.0.0.1 with its port."
    if API_PATH.match(path):
        origins = [value for name, value in headers if name == "origin"]
        foreign = next((origin for origin in origins if not may_call_api(origin)), None)
        return foreign and f"The request comes from a page of {foreign}, which may not call the API on this machine."
    if any(name == "origin" or (name == "sec-fetch-site" and value != "none") for name, value in headers):
        return "The request comes from a web page, and this engine takes requests from programs only."
    return None


def may_call_api(origin: str) -> bool:
    allowed = [entry.strip() for entry in os.environ.get("WAYBILL_CORS_ORIGINS", "").split(",")]
    return "*" in allowed or origin in allowed or OWN_ORIGIN.fullmatch(origin) is not None
