"""Random histories on 8 connections (bench/histories.py says what happens in one), two hundred of them."""

from bench.histories import run_histories
from launcher.postgres import Postgres

HISTORIES = 200


def test_whatever_happens_nothing_overlaps_nothing_is_lost_and_every_visit_has_one_event(
    postgres: Postgres, migrated_template: str
):
    postgres.create_database("histories", template=migrated_template)
    tally = run_histories(postgres.url("histories"), HISTORIES)
    assert tally.faults == []
    assert tally.histories >= HISTORIES
    assert tally.booked > HISTORIES
