"""DynamoDB Local from Maven Central, in place of the archive that LocalStack would download."""

import os
import sys
from pathlib import Path

from localstack.services.dynamodb.packages import DynamoDBLocalPackageInstaller
from localstack.services.dynamodb.server import DynamodbServer


def command(server: DynamodbServer) -> list[str]:
    jars = os.environ["WAYBILL_DYNAMODB_JARS"]
    return [
        sys.executable,
        str(Path(__file__).with_name("end_with_parent.py")),
        os.environ["WAYBILL_JAVA"],
        *server._get_java_vm_options(),
        f"-Xmx{server.heap_size}",
        f"-Djava.library.path={jars}",
        "-cp",
        f"{jars}/*",
        "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
        "-port",
        str(server.port),
        "-inMemory",
        # It hears on all addresses, and by itself lets any page use it.
        "-cors",
        "http://127.0.0.1",
        "-disableTelemetry",
    ]


def use_jars():
    DynamoDBLocalPackageInstaller.install = lambda self, *args, **kwargs: None
    DynamoDBLocalPackageInstaller.get_java_env_vars = lambda self: {}
    DynamodbServer._create_shell_command = command
