"""Checks before production."""

import pytest

from config import checks


def test_the_sample_setting_is_refused_in_production(settings: pytest.FixtureRequest) -> None:
    settings.SAMPLE = True  # type: ignore[attr-defined]
    assert [fault.id for fault in checks.no_sample_in_production(None)] == ["config.E010"]
    settings.SAMPLE = False  # type: ignore[attr-defined]
    assert checks.no_sample_in_production(None) == []


def test_production_is_reached_by_https(settings: pytest.FixtureRequest) -> None:
    settings.IS_HTTPS = False  # type: ignore[attr-defined]
    assert [fault.id for fault in checks.reached_by_https(None)] == ["config.E011"]
    settings.IS_HTTPS = True  # type: ignore[attr-defined]
    assert checks.reached_by_https(None) == []


def test_text_messages_are_not_printed_in_production(settings: pytest.FixtureRequest) -> None:
    settings.TEXT_MESSAGE_URL = "console:"  # type: ignore[attr-defined]
    assert [fault.id for fault in checks.no_text_messages_on_the_console(None)] == ["config.E013"]
    settings.TEXT_MESSAGE_URL = ""  # type: ignore[attr-defined]
    assert checks.no_text_messages_on_the_console(None) == []


def test_a_factor_key_that_does_not_fit_is_named_by_its_place(settings: pytest.FixtureRequest) -> None:
    settings.FACTOR_KEYS = [*settings.FACTOR_KEYS, "too short"]  # type: ignore[attr-defined]
    assert [fault.msg for fault in checks.factor_keys_fit(None)] == [
        "FACTOR_KEYS: key 2 is not 32 bytes in URL-safe base64."
    ]
