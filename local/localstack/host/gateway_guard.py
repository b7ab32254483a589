"""Who may reach LocalStack 4.14.0: this machine only, and of web pages only those that web_guard.py lets pass.

By itself it hears on all IPv4 addresses, whatever GATEWAY_LISTEN says, looks at no host name, and lets pages of
https://app.localstack.cloud drive it.
"""

import functools
import json
import sys
from pathlib import Path

from localstack.aws.app import LocalstackAwsGateway
from twisted.internet import endpoints

sys.path.append(str(Path(__file__).parents[2] / "engine"))
import web_guard  # noqa: E402

make_gateway = LocalstackAwsGateway.__init__


def guard(chain, context, response):
    request = context.request
    headers = [(name.lower(), value) for name, value in request.headers.items()]
    reason = web_guard.refusal(request.path, headers)
    if reason is not None:
        response.status_code = 403
        response.headers["Content-Type"] = "application/json"
        response.set_response(json.dumps({"__type": "AccessDeniedException", "message": reason}))
        chain.terminate()


def make_guarded_gateway(self, *args, **kwargs):
    make_gateway(self, *args, **kwargs)
    self.request_handlers.insert(0, guard)


def install():
    LocalstackAwsGateway.__init__ = make_guarded_gateway
    endpoints.TCP4ServerEndpoint = functools.partial(endpoints.TCP4ServerEndpoint, interface="127.0.0.1")
