"""Whole conversations over the voice socket, on real parts."""

import re
from datetime import datetime

import requests
from talk import Talk

FRIDAY_AT_TWO = datetime.fromisoformat("2026-03-06T14:00:00-05:00")


async def test_the_owner_books_by_voice(session, voice, visits):
    call = await Talk.open(session)
    asked_phone = await call.say(voice("Schedule John Doe for a pipe repair on Friday at two pm."))
    assert "number" in asked_phone.said
    assert asked_phone.audio_bytes > 20_000  # the reply was spoken
    asked_address = await call.say(voice("Five one eight, five five five, oh one four two."))
    assert "address" in asked_address.said
    read_back = await call.say(voice("Forty two Maple Street, Albany, New York, one two two oh five."))
    assert "March 6 at 2 PM" in read_back.said
    assert visits() == []  # nothing is written before the yes
    booked = await call.say(voice("Yes, please."))
    assert "Booked" in booked.said
    await call.close()

    (visit,) = visits()
    assert visit["start"] == FRIDAY_AT_TWO
    assert (visit["status"], visit["job_code"]) == ("confirmed", "pipe_repair")
    assert (visit["name"], visit["phone"]) == ("John Doe", "+15185550142")
    assert visit["address"] == "42 Maple Street, Albany, NY 12205"
    assert visit["call_id"] == call.call_id


async def test_a_booking_in_one_breath_asks_only_for_the_yes(session, visits):
    call = await Talk.open(session, speak=False)
    turn = await call.type(
        "Book Maria Gonzalez for a faucet repair tomorrow at 9 am at 42 Maple Street Springfield NY 10001, "
        "her number is 518-555-0142"
    )
    assert "March 5 at 9 AM" in turn.said
    await call.type("yes")
    (visit,) = visits()
    assert (visit["name"], visit["job_code"]) == ("Maria Gonzalez", "faucet_repair")


async def test_details_are_corrected_at_the_read_back(session, visits):
    call = await Talk.open(session, speak=False)
    await call.type("Schedule John Doe for a pipe repair on Friday at two pm")
    await call.type("518 555 0142")
    await call.type("42 Maple Street, Springfield, NY 10001")
    changed = await call.type("no, make it three pm")
    assert "March 6 at 3 PM" in changed.said
    await call.type("yes")
    (visit,) = visits()
    assert visit["start"] == datetime.fromisoformat("2026-03-06T15:00:00-05:00")


async def test_a_bare_no_asks_what_to_change(session, visits):
    call = await Talk.open(session, speak=False)
    await call.type("Schedule John Doe for a pipe repair on Friday at two pm")
    await call.type("518 555 0142")
    await call.type("42 Maple Street, Springfield, NY 10001")
    assert "change" in (await call.type("no")).said
    assert "44 Maple Street" in (await call.type("the address is 44 Maple Street, Springfield, NY 10001")).said
    await call.type("yes")
    (visit,) = visits()
    assert visit["address"].startswith("44 Maple Street")


async def test_a_question_in_between_is_answered_and_the_booking_goes_on(session):
    call = await Talk.open(session, speak=False)
    await call.type("Schedule John Doe for a pipe repair on Friday at two pm")
    turn = await call.type("what are your hours")
    assert "8 AM" in turn.said
    assert "number" in turn.replies[-1]


async def test_the_visit_is_on_the_today_pages_list(stack, session):
    call = await Talk.open(session, speak=False)
    await call.type("Schedule John Doe for a pipe repair today at two pm")
    await call.type("518 555 0142")
    await call.type("42 Maple Street, Springfield, NY 10001")
    await call.type("yes")
    listed = session.get(f"{stack.address('owner_app')}/api/visits", timeout=10).json()
    assert listed["today"] == "2026-03-04"
    (visit,) = listed["visits"]
    assert visit["start"] == "2026-03-04T14:00:00-05:00"
    assert visit["customer"]["name"] == "John Doe"


async def test_saying_never_mind_books_nothing(session, visits):
    call = await Talk.open(session, speak=False)
    await call.type("Schedule John Doe for a pipe repair on Friday at two pm")
    assert "Nothing was booked" in (await call.type("never mind")).said
    assert visits() == []


async def test_gas_is_answered_with_the_fixed_words_in_the_middle_of_a_booking(session, visits):
    call = await Talk.open(session, speak=False)
    await call.type("Schedule John Doe for a pipe repair on Friday at two pm")
    turn = await call.type("I smell gas in the kitchen")
    assert turn.replies[0].startswith("Leave the building now")
    assert next(frame["interruptible"] for frame in turn.frames if frame["type"] == "reply") is False
    assert visits() == []


async def test_a_broken_socket_goes_on_in_the_middle_of_the_question(session, visits):
    call = await Talk.open(session, speak=False)
    await call.type("Schedule John Doe for a pipe repair on Friday at two pm")
    call.socket.transport.abort()
    again = await Talk.open(session, call_id=call.call_id, speak=False)
    assert again.resumed
    await again.type("518 555 0142")
    await again.type("42 Maple Street, Springfield, NY 10001")
    await again.type("yes")
    (visit,) = visits()
    assert visit["call_id"] == call.call_id


async def test_no_word_of_a_customer_is_in_any_log(stack, session, visits):
    call = await Talk.open(session, speak=False)
    await call.type("Schedule Zebulon Quackenbush for a pipe repair on Friday at two pm")
    await call.type("518 555 0163")
    await call.type("42 Xylophone Avenue, Albany, NY 12205")
    await call.type("yes")
    assert visits()[0]["name"] == "Zebulon Quackenbush"
    logs = "".join(path.read_text(errors="replace") for path in stack.settings.logs.iterdir()).lower()
    assert logs
    # The number as anybody writes it; its end alone may stand in a process id or the id of a call.
    for words in ("zebulon", "quackenbush", r"555\D{0,2}0163", "xylophone"):
        assert not re.search(words, logs)


def test_nobody_gets_in_without_a_login(stack):
    base = stack.address("owner_app")
    assert requests.get(f"{base}/api/visits", timeout=10).status_code == 401
    assert requests.post(f"{base}/api/voice-tokens", json={}, headers={"Origin": base}, timeout=10).status_code == 401
