"""Where LocalStack 4.14.0's Lambda is not as on AWS, in what matters here."""

import contextlib
import logging

from localstack.services.lambda_.invocation.assignment import AssignmentService
from localstack.services.lambda_.invocation.execution_environment import (
    ExecutionEnvironment,
    InvalidStatusException,
)
from localstack.services.lambda_.invocation.lambda_models import InitializationType

LOG = logging.getLogger(__name__)


@contextlib.contextmanager
def get_environment(self, version_manager_id, function_version, provisioning_type):
    """Invocations of one function at the same time failed now and then.

    It looked through a function's environments while other threads added some ("dictionary changed size during
    iteration"), and offered a new environment to others before the invocation it was started for had it. The first was
    repaired in https://github.com/localstack/localstack/pull/13844, too late for 4.14.0.
    """
    environment = reserve_idle(self.environments[version_manager_id], provisioning_type)
    if environment is None:
        environment = self.start_environment(version_manager_id, function_version)
        environment.reserve()
        self.environments[version_manager_id][environment.id] = environment
    try:
        yield environment
        environment.release()
    except InvalidStatusException as e:
        LOG.debug("Environment %s was stopped while it was in use: %s", environment.id, e)
    except Exception:
        self.stop_environment(environment)
        raise


def reserve_idle(environments, provisioning_type):
    for environment in list(environments.values()):
        if environment.initialization_type == provisioning_type:
            with contextlib.suppress(InvalidStatusException):
                environment.reserve()
                return environment
    if provisioning_type != InitializationType.on_demand:
        raise ValueError("LocalStack without Docker starts functions on demand only.")
    return None


def get_log_group_name(self):
    """It wrote to the log group of the function's name even where the function has another."""
    function = self.function_version
    return function.config.logging_config.get("LogGroup") or f"/aws/lambda/{function.id.function_name}"


def repair():
    AssignmentService.get_environment = get_environment
    ExecutionEnvironment.get_log_group_name = get_log_group_name
