"""What is told to an outside fault collector names no person and carries no token."""

import json

from config.apps import without_personal_data


def test_addresses_forms_and_messages_stay_here() -> None:
    event = {
        "transaction": "accounts:invitation_open",
        "request": {
            "url": "https://waymark.example/d/oak/invitation/a-secret-token/",
            "query_string": "q=Rosa",
            "method": "GET",
            "headers": {"Cookie": "sessionid=abc", "Referer": "/d/oak/people/?q=Rosa"},
            "data": {"email": "rosa@oak.example"},
        },
        "exception": {"values": [{"type": "IntegrityError", "value": "Key (email)=(rosa@oak.example) exists"}]},
    }
    sent = without_personal_data(event, {})  # type: ignore[typeddict-item, arg-type]
    assert sent["request"] == {"method": "GET"}
    assert sent["exception"] == {"values": [{"type": "IntegrityError", "value": ""}]}
    assert not any(word in json.dumps(sent) for word in ("rosa", "Rosa", "a-secret-token", "abc"))
