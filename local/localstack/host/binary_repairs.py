"""Where LocalStack 4.14.0's REST APIs hand on bytes otherwise than AWS does."""

from localstack.services.apigateway.next_gen.execute_api.handlers import integration_request
from localstack.services.apigateway.next_gen.execute_api.integrations import aws

matches_named_type = aws.mime_type_matches_binary_media_types


def matches_binary_media_types(mime_type, binary_media_types):
    """`*/*` among an API's binary media types is any type, whatever the client accepts.

    LocalStack compares it as text with the first type of Accept, and so answered base64 to most clients.
    """
    return "*/*" in (binary_media_types or []) or matches_named_type(mime_type, binary_media_types)


def repair():
    # Both took the function from its module when they were loaded.
    for module in (aws, integration_request):
        module.mime_type_matches_binary_media_types = matches_binary_media_types
