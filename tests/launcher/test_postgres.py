import os
import signal
import subprocess
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from launcher.keeper import Keeper
from launcher.postgres import Postgres, choose_account, is_free, reachable_place
from launcher.processes import CommandFailed
from launcher.state import make_folder
from tests.ports import reserved_port


@pytest.fixture
def server(postgres: Postgres, open_folder: Path) -> Postgres:
    """A second server, not yet started, with data of its own."""
    port = reserved_port()
    place = open_folder / f"server-{port}"
    make_folder(place)
    return replace(postgres, data=place / "data", port=port)


def test_a_stale_pid_file_does_not_stop_the_next_start(server: Postgres) -> None:
    server.initialise()
    # The process id of somebody who is alive and no server of ours.
    (server.data / "postmaster.pid").write_text(f"{os.getppid()}\n{server.data}\n")
    keeper = Keeper(print)
    try:
        keeper.start(server.service(server.data.parent / "postgres.log"))
        assert server.sql("SELECT 1").strip() == "1"
    finally:
        keeper.stop_all()


def test_what_was_committed_survives_a_kill_and_a_new_start(server: Postgres) -> None:
    server.initialise()
    keeper = Keeper(print)
    try:
        keeper.start(server.service(server.data.parent / "postgres.log"))
        server.sql("CREATE TABLE kept AS SELECT 7 AS number")
        pid = keeper.service("postgres").pid
        assert pid
        os.kill(pid, signal.SIGKILL)
    finally:
        keeper.stop_all()
    again = Keeper(print)
    try:
        server.initialise()
        again.start(server.service(server.data.parent / "postgres.log"))
        assert server.sql("SELECT number FROM kept").strip() == "7"
    finally:
        again.stop_all()
    assert is_free(server.port)


def test_a_new_start_waits_for_the_processes_of_a_killed_server(server: Postgres) -> None:
    server.initialise()
    keeper = Keeper(print)
    slow = 0
    try:
        keeper.start(server.service(server.data.parent / "postgres.log"))
        pid = keeper.service("postgres").pid
        slow = int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])
        os.kill(slow, signal.SIGSTOP)  # as on a busy machine: it does not notice yet that the server is gone
        os.kill(pid or 0, signal.SIGKILL)
    finally:
        keeper.stop_all()
    again = Keeper(print)
    noticing = threading.Timer(1, os.kill, (slow, signal.SIGCONT))
    noticing.start()
    try:
        again.start(server.service(server.data.parent / "postgres.log"))
        assert server.sql("SELECT 1").strip() == "1"
    finally:
        noticing.join()
        again.stop_all()


def test_a_wrong_password_opens_nothing(postgres: Postgres) -> None:
    with pytest.raises(CommandFailed):
        replace(postgres, password="wrong").sql("SELECT 1")


def test_the_extensions_of_the_office_are_there(postgres: Postgres) -> None:
    found = postgres.sql("SELECT name FROM pg_available_extensions").split()
    assert {"btree_gist", "pg_trgm", "citext", "unaccent"} <= set(found)


def test_a_database_is_created_once(postgres: Postgres) -> None:
    postgres.create_database("once")
    postgres.create_database("once")
    assert postgres.sql("SELECT count(*) FROM pg_database WHERE datname = 'once'").strip() == "1"


def test_a_folder_that_the_servers_user_can_enter_is_taken_as_it_is(open_folder: Path) -> None:
    assert reachable_place(open_folder / "here", choose_account()) == open_folder / "here"


def test_the_server_does_not_run_as_root(postgres: Postgres) -> None:
    owner = subprocess.run(["stat", "-c", "%u", postgres.data], capture_output=True, text=True, check=True)
    assert owner.stdout.strip() != "0"
