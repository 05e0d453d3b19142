"""How well a misheard or differently spelled name finds its Customer among many, and how fast search is.

Run: .venvs/dev/bin/python -m bench.names --data DIR [--customers N], where DIR holds slot_values.jsonl (its
`person_name_asr_error` lines are what a recogniser made of names). It starts a PostgreSQL of its own in a temporary
folder. The last line is one JSON object: recall@1 and recall@3 with all hypotheses (`_first`: with the first alone;
`respelled`: names spelled otherwise, first and last swapped, nicknames), median_ms and p95_ms of search, alike_ms,
duplicates_ms, import_seconds of 10,000 lines.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, text

from bench.name_pool import customers
from bench.scratch import scratch_database
from office.adapters.clock import SystemClock
from office.adapters.contacts import ContactReader
from office.adapters.postgres.records import PostgresRecords, engine_for
from office.adapters.sealing import FernetSealer
from office.desk.customer_import import CustomerImport
from office.domain.customer_records import CustomerDraft, PlaceDraft
from office.domain.customers import Address
from office.ports import Work

ZONE = ZoneInfo("America/New_York")
TYPED = (
    "j", "smi", "john", "john smi", "gonz", "martinez mar", "42 map", "1200 oak", "maple", "high st",
    "518", "0142", "(518) 23", "5552", "williams oak", "thorn", "k", "katherine mc", "zzz", "2 e",
)  # fmt: skip
RESPELLED = (
    ("John Smyth", "John Smith"), ("Jon Schmit", "John Schmidt"), ("Maria Gonzales", "Maria Gonzalez"),
    ("Katherine Meyer", "Catherine Maier"), ("Smith John", "John Smith"), ("Bob Miller", "Robert Miller"),
    ("Bill Thompson", "William Thompson"), ("Kate Sullivan", "Katherine Sullivan"), ("Shawn Murphy", "Sean Murphy"),
    ("Steven Pierce", "Stephen Pearce"), ("Geoffrey Clarke", "Jeffrey Clark"), ("Bryant Natasha", "Natasha Bryant"),
    ("Jim Rodrigues", "James Rodriguez"), ("Debbie Philips", "Deborah Phillips"), ("Tony Dickson", "Anthony Dixon"),
    ("Liz Stuart", "Elizabeth Stewart"), ("Dan MacDonald", "Daniel McDonald"), ("Mike Stevens", "Michael Stephens"),
    ("Sara Reid", "Sarah Reed"), ("Alan Hanson", "Allen Hansen"),
)  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--explain", action="store_true", help="print the plans of the queries first")
    given = parser.parse_args()
    with scratch_database() as database_url:
        engine = engine_for(database_url)
        records = PostgresRecords(engine, lambda: ZONE)
        print(json.dumps(measure(records, engine, given.data, given.customers, given.explain)))
        records.close()


def measure(records: PostgresRecords, engine: Engine, data: Path, count: int, explain: bool) -> dict[str, float | int]:
    """Fill the records and return the figures."""
    heard = misheard(data / "slot_values.jsonl")
    meant = [(name, f"+1518555{1000 + place}") for place, (name, _) in enumerate(heard)]
    wanted = {name for _, name in RESPELLED}
    meant += [(name, f"+1518555{2000 + place}") for place, name in enumerate(sorted(wanted))]
    fill(records, count - len(meant), meant)
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    if explain:
        explained(engine)
    all_of_it = recalls(records, [(hypotheses, name) for name, hypotheses in heard])
    first = recalls(records, [(hypotheses[:1], name) for name, hypotheses in heard])
    respelled = recalls(records, [([said], name) for said, name in RESPELLED])
    searches = [timed(records, lambda work, words=words: work.customers.search(words, 20)) for words in TYPED * 5]
    alikes = [timed(records, lambda work, said=said: work.customers.alike([said], 3)) for said, _ in RESPELLED * 3]
    return {
        "customers": count,
        "names": len(heard),
        "recall@1": all_of_it[0],
        "recall@3": all_of_it[1],
        "recall@1_first": first[0],
        "recall@3_first": first[1],
        "recall@1_respelled": respelled[0],
        "recall@3_respelled": respelled[1],
        "median_ms": round(statistics.median(searches), 1),
        "p95_ms": round(statistics.quantiles(searches, n=20)[-1], 1),
        "alike_ms": round(statistics.median(alikes), 1),
        "duplicates_ms": round(timed(records, lambda work: work.customers.duplicates(20)), 1),
        "import_seconds": round(imported(records), 1),
    }


def misheard(path: Path) -> list[tuple[str, Sequence[str]]]:
    """Return the names and what a recogniser made of them, the likeliest first."""
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    return [(line["expected"], line["nbest"]) for line in lines if line["kind"] == "person_name_asr_error"]


def fill(records: PostgresRecords, count: int, meant: Sequence[tuple[str, str]]) -> None:
    """Write `count` made-up Customers, and those that are meant."""
    drafts = [
        CustomerDraft(name, phone, places=[PlaceDraft(Address(house, street, city="Troy", state="NY"))])
        for name, phone, house, street in customers(count)
    ]
    drafts += [CustomerDraft(name, phone) for name, phone in meant]
    for batch in batches(drafts, 1000):
        records.transaction(lambda work, batch=batch: work.customers.write(batch))


def batches(drafts: Sequence[CustomerDraft], size: int) -> list[Sequence[CustomerDraft]]:
    """Return the drafts in pieces."""
    return [drafts[start : start + size] for start in range(0, len(drafts), size)]


def recalls(records: PostgresRecords, asked: Sequence[tuple[Sequence[str], str]]) -> tuple[float, float]:
    """Return how many of the names came first, and how many among the first three. Namesakes count once; who is
    called exactly what was said is left out, for no ranking could put another before them."""
    first = third = 0
    for said, name in asked:
        found = records.transaction(lambda work, said=said: work.customers.alike(said, 40))
        names = list(dict.fromkeys(one.customer.name for one in found if one.score < 1 or one.customer.name == name))
        first += name in names[:1]
        third += name in names[:3]
    return round(first / len(asked), 3), round(third / len(asked), 3)


def timed(records: PostgresRecords, steps: Callable[[Work], object]) -> float:
    """Return the milliseconds that the steps take in a transaction."""
    began = time.perf_counter()
    records.transaction(steps)
    return (time.perf_counter() - began) * 1000


def imported(records: PostgresRecords) -> float:
    """Return the seconds that a file of 10,000 lines takes."""
    lines = ["First Name,Last Name,Mobile Number,Street,City,State,Zip,Notes"]
    for name, phone, house, street in customers(10_000, seed=11):
        first, last = name.split()
        lines.append(f"{first},{last},{phone.replace('+1518', '914')},{house} {street},Albany,NY,12207,from a file")
    reader = CustomerImport(SystemClock(), ContactReader(), records, FernetSealer(["A" * 43 + "="]))
    began = time.perf_counter()
    report = reader.commit("\n".join(lines).encode())
    assert report.new + report.merged + report.known == 10_000, asdict(report)["refused"]
    return time.perf_counter() - began


def explained(engine: Engine) -> None:
    """Print how PostgreSQL goes about the queries, as it is sent them."""
    with engine.begin() as connection:
        connection.execute(text("LOAD 'auto_explain'"))
        for name, value in (("log_min_duration", "0"), ("log_analyze", "on"), ("log_nested_statements", "off")):
            connection.execute(text(f"SET auto_explain.{name} = {value}"))
        connection.execute(text("SET client_min_messages = log"))
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.add_notice_handler(lambda notice: print(notice.message_primary))
        from office.adapters.postgres import finding

        for words in ("john smi", "42 map", "0142", "j"):
            finding.search(connection, words, 20)
        finding.alike(connection, ["Jon Smyth"], 3)
        finding.duplicates(connection, 20)


if __name__ == "__main__":
    main()
