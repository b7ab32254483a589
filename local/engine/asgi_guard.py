"""web_guard.py in front of an ASGI app."""

import json

import web_guard


def guarded(app):
    async def guard(scope, receive, send):
        if scope["type"] == "lifespan":
            await app(scope, receive, send)
            return
        headers = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]]
        reason = web_guard.refusal(scope["path"], headers)
        if reason is None:
            await app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            # As AWS's clients read it.
            body = json.dumps({"__type": "AccessDeniedException", "message": reason}).encode()
            type_header = (b"content-type", b"application/json")
            await send({"type": "http.response.start", "status": 403, "headers": [type_header]})
            await send({"type": "http.response.body", "body": body})

    return guard
