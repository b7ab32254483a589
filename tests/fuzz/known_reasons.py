"""What a schema cannot say: the only reasons for which a request that the schema allows may be answered with 400."""

import json
import re

import schemathesis

KNOWN = (
    "is not a cursor of this list",
    "is mistyped: after ",
    "is mistyped: compare it with the number that you were given",
    "cannot be sent together with number",
    "cannot be sent together with amount",
    "cannot be sent together with reservationId",
    "is missing: send what came as amount, or the refund that was given back as refund",
    "is missing: off-session, only a saved payment method can be used",
    "must have at most 2048 bytes in all its texts",
    "must have at most 8 words",
    "must have a word: letters or digits",
    "is only for units that are put in stock",
    "must be a day and a time that exist",
    "must be a time that exists",
    "must be another location than `from`",
    "must be at least 1, or writeOff",
    "must be at most 86400 for customers",
    "must name what came, unless close is true",
    "must name each SKU once",
    "must not hold a card number",
    "must not ask for more than 100000 units of one SKU",
    "is missing: staff and services must send it",
)

ETAG = re.compile(r'\*|"[1-9]\d{0,14}"')


def is_mislabelled(case) -> bool:
    """schemathesis sends `If-Match: 0` as a number in place of the text, and takes it for valid."""
    if_match = (case.headers or {}).get("If-Match")
    return if_match is not None and not ETAG.fullmatch(str(if_match))


@schemathesis.check
def bad_request_for_a_known_reason(_ctx, response, case) -> None:
    """A valid request is a bad one only where every field's reason is known."""
    if response.status_code != 400 or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if is_mislabelled(case):
        return
    reasons = [error["message"] for error in json.loads(response.content).get("errors", [])]
    unknown = [reason for reason in reasons if not reason.startswith(KNOWN)]
    if unknown or not reasons:
        raise AssertionError(f"The schema allows this request, and it is answered with 400: {unknown or 'no reason'}")
