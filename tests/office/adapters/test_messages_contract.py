"""What every kind of records must do with Messages, consents, opt-outs and push subscriptions."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg

from office.adapters.postgres.records import PostgresRecords
from office.domain.messages import (
    Consent,
    ConsentSource,
    Direction,
    Kind,
    Medium,
    Message,
    MessageFilter,
    NewMessage,
    PushSubscription,
    Reason,
    Recipient,
    Status,
)
from office.domain.users import Role
from office.ports import Records, Work

NOW = datetime(2026, 3, 4, 10, tzinfo=ZoneInfo("America/New_York"))
MINUTE = timedelta(minutes=1)
PHONE = "+15185550142"


def text(**changed: object) -> NewMessage:
    values: dict[str, object] = {
        "kind": Kind.OWNER_MESSAGE,
        "medium": Medium.TEXT,
        "recipient": Recipient(phone=PHONE),
        "body": "Hello",
        "at": NOW,
    }
    return NewMessage(**{**values, **changed})  # type: ignore[arg-type]


def add(records: Records, **changed: object) -> int:
    message_id = records.transaction(lambda work: work.messages.add(text(**changed)))
    assert message_id is not None
    return message_id


def get(records: Records, message_id: int) -> Message:
    message = records.transaction(lambda work: work.messages.get(message_id))
    assert message is not None
    return message


def due(records: Records, at: datetime) -> list[int]:
    return list(records.transaction(lambda work: work.messages.due(at, 10)))


def test_a_message_reads_back_as_it_was_written(records: Records):
    def write(work: Work) -> int | None:
        customer = work.customers.add("John Doe", PHONE)
        return work.messages.add(
            text(
                recipient=Recipient(customer.id, None, PHONE),
                key="a",
                estimate_id=7,
                call_id="call-1",
                visit_start=NOW,
                send_after=NOW,
                expires_at=NOW + MINUTE,
            )
        )

    message_id = records.transaction(write)
    assert message_id is not None
    assert get(records, message_id) == Message(
        id=message_id,
        kind=Kind.OWNER_MESSAGE,
        medium=Medium.TEXT,
        direction=Direction.OUT,
        recipient=Recipient(1, None, PHONE),
        body="Hello",
        status=Status.QUEUED,
        created_at=NOW,
        estimate_id=7,
        call_id="call-1",
        visit_start=NOW,
        send_after=NOW,
        expires_at=NOW + MINUTE,
    )


def test_two_messages_never_have_the_same_key_and_many_may_have_none(records: Records):
    add(records, key="a")
    assert records.transaction(lambda work: work.messages.add(text(key="a"))) is None
    add(records, key="b")
    add(records)
    add(records)


def test_a_received_message_is_written_once_by_the_providers_id(records: Records):
    incoming = text(direction=Direction.IN, status=Status.RECEIVED, provider_id="SM1", kind=Kind.REPLY)
    assert records.transaction(lambda work: work.messages.add(incoming)) is not None
    assert records.transaction(lambda work: work.messages.add(incoming)) is None


def test_what_waits_is_due_when_its_time_has_come_and_until_its_end(records: Records):
    at_once, later = add(records), add(records, send_after=NOW + MINUTE)
    assert due(records, NOW) == [at_once]
    assert due(records, NOW + MINUTE) == [at_once, later]
    records.transaction(lambda work: work.messages.claim(at_once, NOW, NOW + MINUTE, "Hello. Reply STOP"))
    assert due(records, NOW) == []
    assert due(records, NOW + MINUTE) == [at_once, later]
    records.transaction(lambda work: work.messages.settle(at_once, Status.SENT, NOW, provider_id="SM1"))
    records.transaction(lambda work: work.messages.put_off(later, NOW + 5 * MINUTE))
    assert due(records, NOW + MINUTE) == []


def test_claiming_again_keeps_the_first_time_and_counts(records: Records):
    message_id = add(records)
    for minutes in (0, 2):
        at = NOW + minutes * MINUTE
        records.transaction(lambda work, at=at: work.messages.claim(message_id, at, at + MINUTE, "Hi"))
    found = get(records, message_id)
    assert (found.status, found.claimed_at, found.attempts, found.body) == (Status.SENDING, NOW, 2, "Hi")


def test_what_became_of_a_message_adds_up(records: Records):
    message_id = add(records)
    records.transaction(lambda work: work.messages.settle(message_id, Status.SENT, NOW, provider_id="SM1"))
    records.transaction(
        lambda work: work.messages.settle(message_id, Status.FAILED, NOW + MINUTE, error_code="30003", reason=None)
    )
    found = records.transaction(lambda work: work.messages.with_provider_id("SM1"))
    assert found is not None
    assert (found.id, found.status, found.error_code) == (message_id, Status.FAILED, "30003")
    assert found.done_at == NOW + MINUTE
    assert records.transaction(lambda work: work.messages.with_provider_id("SM2")) is None


def test_messages_are_listed_latest_first_by_what_is_wanted(records: Records):
    first = add(records, call_id="call-1")
    second = add(records, kind=Kind.EMERGENCY, status=Status.NOT_SENT, reason=Reason.NO_SENDER)

    def listed(**wanted: object) -> list[int]:
        asked = MessageFilter(**wanted)  # type: ignore[arg-type]
        return [one.id for one in records.transaction(lambda work: work.messages.page(asked, 10))]

    assert listed() == [second, first]
    assert listed(before_id=second) == [first]
    assert listed(kind=Kind.EMERGENCY) == listed(status=Status.NOT_SENT) == [second]
    assert listed(call_id="call-1") == [first]
    assert listed(medium=Medium.PUSH) == listed(direction=Direction.IN) == listed(customer_id=3) == []


def test_the_first_text_to_a_number_is_known(records: Records):
    first = add(records)
    second = add(records)
    assert not records.transaction(lambda work: work.messages.any_text_to(PHONE, second))
    records.transaction(lambda work: work.messages.claim(first, NOW, NOW, "Hi"))
    assert records.transaction(lambda work: work.messages.any_text_to(PHONE, second))
    assert not records.transaction(lambda work: work.messages.any_text_to(PHONE, first))


def test_an_emergency_is_open_until_somebody_takes_it(records: Records):
    for call_id in ("call-1", "call-1", "call-2"):
        add(records, kind=Kind.EMERGENCY, call_id=call_id)
    add(records, call_id="call-3")

    def still_open() -> dict[str, int]:
        found = records.transaction(lambda work: work.messages.emergencies(NOW))
        return {call_id: len(told) for call_id, told in found.items()}

    assert still_open() == {"call-1": 2, "call-2": 1}
    assert records.transaction(lambda work: work.messages.acknowledge("call-1", "owner", NOW)) == 2
    assert records.transaction(lambda work: work.messages.acknowledge("call-1", "sam", NOW + MINUTE)) == 0
    assert still_open() == {"call-2": 1}
    assert records.transaction(lambda work: work.messages.emergencies(NOW + MINUTE)) == {}


def test_the_first_consent_for_a_number_stays(records: Records):
    first, second = Consent(PHONE, ConsentSource.CALLER, NOW), Consent(PHONE, ConsentSource.OWNER, NOW + MINUTE)
    for consent in (first, second):
        records.transaction(lambda work, consent=consent: work.consents.note(consent))
    assert records.transaction(lambda work: work.consents.get(PHONE)) == first
    records.transaction(lambda work: work.consents.withdraw(PHONE))
    assert records.transaction(lambda work: work.consents.get(PHONE)) is None


def test_an_opt_out_stands_until_it_is_taken_back(records: Records):
    for _ in range(2):
        records.transaction(lambda work: work.opt_outs.add(PHONE, NOW))
    assert records.transaction(lambda work: (work.opt_outs.has(PHONE), work.opt_outs.has("+15185550143"))) == (
        True,
        False,
    )
    records.transaction(lambda work: work.opt_outs.remove(PHONE))
    assert not records.transaction(lambda work: work.opt_outs.has(PHONE))


def test_an_opt_out_holds_no_number(postgres_records: PostgresRecords, database_url: str):
    postgres_records.transaction(lambda work: work.opt_outs.add(PHONE, NOW))
    with psycopg.connect(database_url) as connection:
        stored = connection.execute("SELECT number_hash::text FROM opt_outs").fetchone()
    assert stored is not None
    assert PHONE[2:] not in stored[0]


def test_a_browser_is_one_users_at_a_time(records: Records):
    def write(work: Work) -> list[list[PushSubscription]]:
        one, other = (work.users.add(name, Role.OWNER, "x").id for name in ("Ann", "Bob"))
        work.push_subscriptions.put(one, "https://push.example/1", "key", "auth", NOW)
        kept = work.push_subscriptions.put(one, "https://push.example/2", "key", "auth", NOW)
        work.push_subscriptions.put(other, "https://push.example/1", "key2", "auth2", NOW)
        before = [list(work.push_subscriptions.of_user(user)) for user in (one, other)]
        work.push_subscriptions.remove(kept.id)
        return [*before, list(work.push_subscriptions.of_user(one))]

    mine, others, left = records.transaction(write)
    assert [one.endpoint[-1] for one in mine] == ["2"]
    assert [(one.endpoint[-1], one.p256dh, one.auth) for one in others] == [("1", "key2", "auth2")]
    assert left == []


def test_a_push_goes_to_a_browser_once_unless_it_certainly_did_not_get_there(records: Records):
    def write(work: Work) -> tuple[int, int]:
        user = work.users.add("Ann", Role.OWNER, "x")
        browser = work.push_subscriptions.put(user.id, "https://push.example/1", "key", "auth", NOW)
        message_id = work.messages.add(text(medium=Medium.PUSH, recipient=Recipient(user_id=user.id)))
        assert message_id is not None
        return message_id, browser.id

    ids = records.transaction(write)
    assert records.transaction(lambda work: work.messages.claim_push(*ids))
    assert not records.transaction(lambda work: work.messages.claim_push(*ids))
    records.transaction(lambda work: work.messages.unclaim_push(*ids))
    assert records.transaction(lambda work: work.messages.claim_push(*ids))


def test_messages_follow_a_merge_of_customers(records: Records):
    def write(work: Work) -> tuple[int, int, int]:
        keep, drop = work.customers.add("John Doe", PHONE), work.customers.add("Jon Doe", "+15185550143")
        before = work.messages.add(text(recipient=Recipient(drop.id, None, drop.phone)))
        work.customers.merge(keep.id, drop.id, "owner", NOW)
        after = work.messages.add(text(recipient=Recipient(drop.id, None, drop.phone)))
        assert before is not None
        assert after is not None
        return keep.id, before, after

    keep_id, before, after = records.transaction(write)
    assert [get(records, one).recipient.customer_id for one in (before, after)] == [keep_id, keep_id]


def test_a_users_number_reads_back(records: Records):
    def write(work: Work) -> list[object]:
        ann, bob = work.users.add("Ann", Role.OWNER, "x"), work.users.add("Bob", Role.OFFICE, "x")
        work.users.set_phone(ann.id, PHONE)
        found = work.users.with_phone(PHONE)
        assert found is not None
        return [found.name, found.phone, [one.name for one in work.users.with_role(Role.OFFICE)], bob.phone]

    assert records.transaction(write) == ["Ann", PHONE, ["Bob"], None]
