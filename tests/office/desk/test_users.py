"""Logins: made, checked, and closed for a while after too many wrong passwords."""

import argon2
import pytest

from office.adapters.passwords import Argon2Passwords
from office.desk.users import TRIES, TRIES_OF_AN_ADDRESS, UserDesk
from office.domain.users import Role
from office.errors import TooManyTries, UserExists, WrongLogin
from office.ports import Records


@pytest.fixture
def users(clock, records: Records) -> UserDesk:
    quick = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return UserDesk(clock, records, Argon2Passwords(quick))


def test_a_made_up_password_logs_in(users: UserDesk):
    assert not users.any()
    _, password = users.add_user("owner", Role.OWNER)
    user = users.check("Owner", password)
    assert (user.name, user.role) == ("owner", Role.OWNER)
    assert users.any()
    assert users.session_user(users.begin_session(user)) == user


def test_the_password_itself_is_not_kept(users: UserDesk, records: Records):
    users.add_user("owner", Role.OWNER, "correct horse")
    _, stored = records.transaction(lambda work: work.users.by_name("owner"))
    assert stored.startswith("$argon2id$")


def test_a_name_is_given_once(users: UserDesk):
    users.add_user("owner", Role.OWNER)
    with pytest.raises(UserExists):
        users.add_user("owner", Role.OFFICE)


@pytest.mark.parametrize("name", ["owner", "nobody"])
def test_a_wrong_password_and_an_unknown_name_are_told_the_same(users: UserDesk, name: str):
    users.add_user("owner", Role.OWNER, "correct horse")
    with pytest.raises(WrongLogin):
        users.check(name, "battery staple")


def test_after_five_wrong_passwords_even_the_right_one_waits(users: UserDesk, clock):
    users.add_user("owner", Role.OWNER, "correct horse")
    for _ in range(TRIES):
        with pytest.raises(WrongLogin):
            users.check("owner", "battery staple")
    clock.advance(minutes=5)
    with pytest.raises(TooManyTries) as refused:
        users.check("owner", "correct horse")
    assert refused.value.retry_after_s == 600
    clock.advance(minutes=10)
    assert users.check("owner", "correct horse").name == "owner"


def test_a_right_password_forgives_the_wrong_ones(users: UserDesk):
    users.add_user("owner", Role.OWNER, "correct horse")
    for _ in range(3):
        for _ in range(TRIES - 1):
            with pytest.raises(WrongLogin):
                users.check("owner", "battery staple")
        users.check("owner", "correct horse")


def test_an_address_that_tries_many_names_waits_and_others_do_not(users: UserDesk, clock):
    _, password = users.add_user("owner", Role.OWNER)
    for number in range(TRIES_OF_AN_ADDRESS):
        with pytest.raises(WrongLogin):
            users.check(f"name {number}", "guess", "192.0.2.1")
    with pytest.raises(TooManyTries):
        users.check("owner", password, "192.0.2.1")
    assert users.check("owner", password, "192.0.2.2").name == "owner"
    clock.advance(minutes=15)
    assert users.check("owner", password, "192.0.2.1").name == "owner"
