"""Where MiniStack 1.5.33 loses records of a table's stream.

Over a restart it kept how far each consumer had read in a stream, but not the stream. The new stream began at 0, so a
consumer skipped as many new records as it had ever read. Here the records that a consumer has yet to read are kept, too.
"""

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import dynamodb, lambda_svc

get_tables = dynamodb.get_state
restore_tables = dynamodb.load_persisted_state


def get_state():
    records, trimmed = AccountRegionScopedDict(), AccountRegionScopedDict()
    for (account, region, table), live in dynamodb._stream_records.all_items():
        first = dynamodb._stream_trimmed.get_scoped(account, region, table, 0)
        unread = min(positions_of_consumers(account, region, table), default=first)
        records.set_scoped(account, region, table, live[max(0, unread - first) :])
        trimmed.set_scoped(account, region, table, max(first, unread))
    return {**get_tables(), "stream_records": records, "stream_trimmed": trimmed}


def load_persisted_state(data):
    restore_tables(data)
    dynamodb._stream_records.update(data["stream_records"])
    dynamodb._stream_trimmed.update(data["stream_trimmed"])


def positions_of_consumers(account, region, table):
    stream = f":{region}:{account}:table/{table}/stream/"
    for (_account, _region, mapping_id), mapping in lambda_svc._esms.all_items():
        if stream in mapping["EventSourceArn"]:
            yield lambda_svc._dynamodb_stream_positions.get_scoped(_account, _region, mapping_id, 0)


def repair():
    dynamodb.get_state = get_state
    dynamodb.load_persisted_state = load_persisted_state
