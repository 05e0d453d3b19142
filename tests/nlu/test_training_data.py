"""Rules about data/nlu: what is taught to the assistant must be consistent, and ours."""

import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import yaml

from nlu.written import written

ROOT = Path(__file__).parents[2]
EVALUATION = ROOT.parent / "shared" / "eval" / "dev"
MARK = re.compile(r"\[([^\]]+)\]\((\w+)\)")
FORMULA_WORDS = 4  # "yes", "thank you so much": the dialogues score no intent, and these are nobody's sentences


def examples() -> list[tuple[str, str, str]]:
    """Returns (file, intent, example with its marks)."""
    found = []
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = entry["examples"].strip().splitlines()
            found += [(path.name, entry["intent"], line.removeprefix("- ").strip()) for line in lines]
    return found


def plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", MARK.sub(r"\1", text).lower()))


def test_no_sentence_is_taught_as_two_intents() -> None:
    intents = defaultdict(set)
    for _, intent, example in examples():
        intents[plain(written(MARK.sub(r"\1", example)))].add(intent)

    assert {text: sorted(names) for text, names in intents.items() if len(names) > 1} == {}


def test_no_example_stands_twice() -> None:
    counts = Counter(example for _, _, example in examples())

    assert [example for example, count in counts.items() if count > 1] == []


def test_only_known_entities_are_marked() -> None:
    marked = {name for _, _, example in examples() for _, name in MARK.findall(example)}

    assert marked == {"customer_name", "address", "job"}


def test_every_intent_has_enough_examples() -> None:
    counts = Counter(intent for _, intent, _ in examples())

    assert {intent: count for intent, count in counts.items() if count < 20} == {}


def test_every_intent_of_the_domain_is_taught_and_no_other() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))

    assert {intent for _, intent, _ in examples()} == set(domain["intents"])


def test_nothing_is_taken_from_the_evaluation_data() -> None:
    taken = {plain(example) for _, _, example in examples()} & _evaluation_sentences()

    assert taken == set()


def _evaluation_sentences() -> set[str]:
    """Returns what the evaluation data holds; nothing on a machine without it."""
    sentences = set()
    for path in sorted(EVALUATION.glob("**/*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            sentences |= {plain(row[key]) for key in ("text", "original", "spoken") if isinstance(row.get(key), str)}
            turns = [turn for turn in row.get("user_turns", []) if isinstance(turn, str)]
            sentences |= {plain(turn) for turn in turns if len(turn.split()) > FORMULA_WORDS}
    return sentences
