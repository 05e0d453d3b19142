"""The consent at Google, at our own double and at the independent one."""

from collections.abc import Callable, Mapping
from urllib.parse import parse_qs, urlsplit

import pytest

from office.adapters.clock import SystemClock
from office.adapters.google_oauth import SCOPES, GoogleConsent
from office.adapters.google_site import GoogleSite
from office.adapters.google_tokens import GoogleTokens
from office.errors import CalendarNotConnected, CalendarRefused, CalendarRevoked, CalendarUnavailable, WrongState
from tests.doubles.emulate_google import REDIRECT_URI
from tests.doubles.google_calendar import GoogleDouble
from tests.doubles.google_login import CLIENT_ID, CLIENT_SECRET
from tests.office.adapters.calendars import VERIFIER, GoogleParts, allow

Answer = Callable[[str], Mapping[str, str]]


@pytest.fixture(params=["double", "emulate"])
def place(request: pytest.FixtureRequest) -> tuple[str, Answer]:
    """Where a double of Google is, and how its owner answers."""
    if request.param == "double":
        return request.getfixturevalue("google").url, allow
    emulate = request.getfixturevalue("emulate")
    return emulate.url, emulate.consent


def consent_at(url: str, secret: str = CLIENT_SECRET) -> GoogleConsent:
    return GoogleConsent(GoogleSite(CLIENT_ID, secret, url), SystemClock())


def code_at(place: tuple[str, Answer]) -> str:
    url, answer = place
    return answer(consent_at(url).url(REDIRECT_URI, "state", VERIFIER))["code"]


def test_google_itself_is_asked_for_offline_access_with_pkce_and_no_more_than_is_needed() -> None:
    parts = urlsplit(GoogleConsent(GoogleSite("id", "secret"), SystemClock()).url(REDIRECT_URI, "state", VERIFIER))
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "accounts.google.com", "/o/oauth2/v2/auth")
    assert (query["access_type"], query["prompt"], query["code_challenge_method"]) == ("offline", "consent", "S256")
    assert (query["state"], query["redirect_uri"]) == ("state", REDIRECT_URI)
    assert set(query["scope"].split()) == set(SCOPES)
    assert VERIFIER not in parts.query


def test_a_code_stands_for_an_account_and_its_tokens(place: tuple[str, Answer]) -> None:
    grant = consent_at(place[0]).exchange(REDIRECT_URI, code_at(place), VERIFIER)
    tokens = GoogleTokens.from_text(grant.tokens)
    assert grant.email == "owner@example.com"
    assert tokens.access
    assert tokens.refresh
    assert tokens.expires_at > SystemClock().now()
    assert tokens.refresh not in repr(grant) + repr(tokens)


def test_a_code_counts_once(place: tuple[str, Answer]) -> None:
    code = code_at(place)
    consent_at(place[0]).exchange(REDIRECT_URI, code, VERIFIER)
    with pytest.raises(WrongState):
        consent_at(place[0]).exchange(REDIRECT_URI, code, VERIFIER)


def test_a_code_is_no_good_without_its_verifier(place: tuple[str, Answer]) -> None:
    with pytest.raises(WrongState):
        consent_at(place[0]).exchange(REDIRECT_URI, code_at(place), "w" * 64)


def test_a_wrong_client_secret_is_told_as_not_set_up(place: tuple[str, Answer]) -> None:
    with pytest.raises(CalendarNotConnected):
        consent_at(place[0], "wrong").exchange(REDIRECT_URI, code_at(place), VERIFIER)


def test_tokens_that_were_given_back_let_nobody_in(place: tuple[str, Answer]) -> None:
    url, answer = place
    parts = GoogleParts(url)
    parts.connect(answer)
    tokens = parts.tokens()
    consent_at(url).revoke(tokens.as_text())
    with pytest.raises(CalendarRevoked):
        parts.access.refreshed(tokens, timeout_s=5)


def test_less_than_was_asked_for_is_a_refusal(google: GoogleDouble) -> None:
    google.login.granted_scopes.discard("https://www.googleapis.com/auth/calendar.events")
    with pytest.raises(CalendarRefused):
        consent_at(google.url).exchange(REDIRECT_URI, code_at((google.url, allow)), VERIFIER)


@pytest.mark.parametrize("more", [{"drop": True}, {"status": 503}], ids=["dead line", "busy"])
def test_a_google_that_does_not_answer_is_unavailable(google: GoogleDouble, more: dict[str, object]) -> None:
    code = code_at((google.url, allow))
    tokens = consent_at(google.url).exchange(REDIRECT_URI, code, VERIFIER).tokens
    google.fail(2, **more)
    with pytest.raises(CalendarUnavailable):
        consent_at(google.url).exchange(REDIRECT_URI, code, VERIFIER)
    with pytest.raises(CalendarUnavailable):
        consent_at(google.url).revoke(tokens)
