"""A wrong or missing setting stops start-up with one sentence that names it."""

from __future__ import annotations

import os
from datetime import date

import pytest

from ehc_workflow.settings import Settings, SettingsError, load_settings

PRODUCTION = {
    "EHC_ENVIRONMENT": "production",
    "EHC_BASE_URL": "https://ehc.example.invalid",
    "EHC_MAIL_CHANNEL": "smtp",
    "EHC_SMTP_HOST": "mail.example.invalid",
    "EHC_SMTP_FROM": "ehc@example.invalid",
    "EHC_VIRUS_SCANNER": "unix:/run/invented/clamd.ctl",
}

BUCKET = {
    "EHC_S3_BUCKET": "ehc",
    "EHC_S3_ACCESS_KEY_ID": "x",
    "EHC_S3_SECRET_ACCESS_KEY": "y",
}


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("EHC_"):
            monkeypatch.delenv(name)


def test_nothing_needs_to_be_set_for_a_demonstration() -> None:
    settings = load_settings()
    assert settings.is_demo
    assert settings.database_url == "sqlite:///./var/ehc.db"
    assert settings.address == "http://127.0.0.1:8000"
    assert settings.shared_password is not None


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"EHC_PORT": "eighty"}, "EHC_PORT is wrong"),
        ({"EHC_PORT": "70000"}, "EHC_PORT is wrong"),
        ({"EHC_PROT": "8000"}, "EHC_PROT is not a setting of this program."),
        ({"EHC_ENVIRONMENT": "test"}, "EHC_ENVIRONMENT is wrong"),
        ({"EHC_DATABASE_URL": "mysql://db"}, "EHC_DATABASE_URL must start with"),
        ({"EHC_TODAY": "31/02/2026"}, "EHC_TODAY is wrong"),
        ({"EHC_MAIL_CHANNEL": "smtp"}, "EHC_SMTP_HOST is missing"),
        ({"EHC_MAIL_CHANNEL": "smtp", "EHC_SMTP_HOST": "x"}, "EHC_SMTP_FROM is missing"),
        ({"EHC_S3_BUCKET": "ehc"}, "EHC_S3_ACCESS_KEY_ID is missing"),
        (
            {"EHC_S3_BUCKET": "ehc", "EHC_S3_ACCESS_KEY_ID": "x"},
            "EHC_S3_SECRET_ACCESS_KEY is missing",
        ),
        ({"EHC_S3_ENDPOINT": "https://s3.example.invalid"}, "EHC_S3_BUCKET is missing"),
        ({**BUCKET, "EHC_S3_SECRET_ACCESS_KEY": ""}, "EHC_S3_SECRET_ACCESS_KEY is missing"),
        ({**BUCKET, "EHC_S3_ENDPOINT": "s3.example.invalid"}, "EHC_S3_ENDPOINT must be"),
        (
            {**PRODUCTION, **BUCKET, "EHC_S3_ENDPOINT": "http://s3.example.invalid"},
            "EHC_S3_ENDPOINT must be an https:// address in production",
        ),
        ({"EHC_VIRUS_SCANNER": "clamd"}, "EHC_VIRUS_SCANNER must be unix:/path"),
        ({"EHC_VIRUS_SCANNER": "unix:run/clamd.ctl"}, "EHC_VIRUS_SCANNER must be unix:/path"),
        ({**PRODUCTION, "EHC_VIRUS_SCANNER": ""}, "EHC_VIRUS_SCANNER is missing"),
        ({**PRODUCTION, "EHC_BASE_URL": ""}, "EHC_BASE_URL must be"),
        ({**PRODUCTION, "EHC_BASE_URL": "http://ehc.example.invalid"}, "EHC_BASE_URL must be"),
        ({**PRODUCTION, "EHC_TODAY": "2026-01-12"}, "EHC_TODAY is for demonstrations only"),
        ({**PRODUCTION, "EHC_DEMO_PASSWORD": "x"}, "EHC_DEMO_PASSWORD is for demonstrations"),
        ({**PRODUCTION, "EHC_MAIL_CHANNEL": "console"}, "EHC_MAIL_CHANNEL must be smtp"),
    ],
)
def test_one_sentence_names_the_wrong_setting(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], says: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert refused.value.message.startswith(says)
    assert "\n" not in refused.value.message


def test_for_real_there_is_no_shared_password(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    assert load_settings().shared_password is None


def test_files_are_taken_unscanned_in_production_only_on_purpose(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in {**PRODUCTION, "EHC_VIRUS_SCANNER": ""}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("EHC_ALLOW_UNSCANNED", "true")
    assert load_settings().virus_scanner == ""


def test_a_secret_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EHC_SMTP_PASSWORD", "hunter2")
    settings = load_settings()
    assert "hunter2" not in repr(settings)
    assert "hunter2" not in settings.model_dump_json()


def test_a_wrong_secret_is_not_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EHC_DATABASE_URL", "mysql://user:hunter2@db")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert "hunter2" not in refused.value.message


def test_no_secret_has_a_default() -> None:
    secrets = [name for name, info in Settings.model_fields.items() if "Secret" in str(info)]
    assert secrets
    for name in secrets:
        assert Settings.model_fields[name].default is None


def test_settings_do_not_change_and_may_be_given() -> None:
    settings = load_settings(today=date(2026, 1, 12))
    assert settings.today == date(2026, 1, 12)
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1
