"""Which Job everyday words mean."""

from dataclasses import replace

import pytest

from office.domain.catalogue import CATALOGUE, Job, find_job


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("pipe repair", "pipe_repair"),
        ("Schedule John Doe for a pipe repair on Friday at two pm", "pipe_repair"),
        ("my kitchen faucet drips", "faucet_repair"),
        ("the toilet won't flush", "toilet_repair"),
        ("I'm a new customer and my toilet is running", "toilet_repair"),
        ("a new toilet", "fixture_installation"),
        ("clogged drain", "drain_cleaning"),
        ("the bathtub is draining so slowly", "drain_cleaning"),
        ("no hot water", "water_heater_repair"),
        ("water heater", "water_heater_repair"),
        ("we want the water heater replaced", "water_heater_installation"),
        ("something under the house leaks and we can't find the leak", "leak_detection"),
        ("the sump pump in the basement", "sump_pump"),
        ("the garbage disposal hums", "garbage_disposal"),
        ("a gas line for the stove", "gas_line"),
        ("roots in the sewer line", "sewer_line"),
        ("we need an inspection before we buy", "inspection"),
        ("could someone give us a quote", "estimate_visit"),
        ("low water pressure", "general_plumbing"),
        ("I just need a plumber", "general_plumbing"),
    ],
)
def test_everyday_words_find_their_job(words: str, code: str):
    job = find_job(words)
    assert job is not None
    assert job.code == code


@pytest.mark.parametrize("job", CATALOGUE, ids=lambda job: job.code)
def test_every_job_is_found_by_its_own_name(job):
    assert find_job(job.name) == job


@pytest.mark.parametrize(
    "words", ["", "yes", "paint the fence", "tomorrow at nine", "could you speak slowly", "john doe"]
)
def test_other_words_are_no_job(words: str):
    assert find_job(words) is None


def test_an_own_job_of_the_owner_is_found_by_all_words_of_its_name():
    jobs = (*CATALOGUE, Job("hot_tub", "hot tub service", 90))
    assert find_job("can you service our hot tub", jobs) == jobs[-1]
    assert find_job("the tub is clogged", jobs) == find_job("the tub is clogged")


def test_work_that_the_owner_took_off_is_a_plumbing_visit():
    jobs = tuple(job for job in CATALOGUE if job.code != "gas_line")
    job = find_job("a gas line for the stove", jobs)
    assert job is not None
    assert job.code == "general_plumbing"


def test_a_job_has_the_minutes_that_the_owner_gave_it():
    jobs = tuple(replace(job, minutes=75) for job in CATALOGUE)
    job = find_job("the toilet won't flush", jobs)
    assert job is not None
    assert job.minutes == 75
