"""The worker and the action server killed in the middle of bookings: the short form of bench/kills.py."""

from bench.kills import run_kills
from launcher.postgres import Postgres


def test_no_booking_is_lost_or_doubled_when_processes_are_killed(postgres: Postgres, migrated_template: str):
    postgres.create_database("kills", template=migrated_template)
    figures = run_kills(postgres.url("kills"), bookings=24, seed=3)
    assert figures.kills > 0
    assert (figures.lost, figures.twice, figures.events_missing, figures.events_twice) == (0, 0, 0, 0)
