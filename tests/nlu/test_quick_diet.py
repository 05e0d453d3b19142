"""The classifier that loads quickly: what it answers after loading is what it answered after training."""

from pathlib import Path

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.quick_diet import DIETClassifier

SENTENCES = {"book a visit": "book_visit", "please book me": "book_visit", "good bye": "goodbye", "bye now": "goodbye"}
SMALL = {"epochs": 2, "number_of_transformer_layers": 1, "transformer_size": 8, "number_of_attention_heads": 2}


def test_it_answers_after_loading_as_after_training(tmp_path: Path) -> None:
    storage, context = LocalModelStorage(tmp_path), ExecutionContext(GraphSchema({}))
    tokenizer = WhitespaceTokenizer(WhitespaceTokenizer.get_default_config())
    features = CountVectorsFeaturizer.create(
        CountVectorsFeaturizer.get_default_config(), storage, Resource("features"), context
    )
    training = TrainingData([Message.build(text, intent) for text, intent in SENTENCES.items()])
    tokenizer.process_training_data(training)
    features.train(training)
    features.process_training_data(training)
    config = {**DIETClassifier.get_default_config(), **SMALL, "random_seed": 1, "run_eagerly": True}
    trained = DIETClassifier.create(config, storage, Resource("diet"), context)
    trained.train(training)

    def ranked(classifier: DIETClassifier) -> list[float]:
        (message,) = classifier.process(features.process(tokenizer.process([Message.build("book my visit")])))
        return [one["confidence"] for one in sorted(message.get("intent_ranking"), key=lambda one: one["name"])]

    answering = {**config, "run_eagerly": False}
    loaded = DIETClassifier.load(answering, storage, Resource("diet"), context)

    assert np.allclose(ranked(loaded), ranked(trained), atol=1e-5)
    assert not loaded.model.run_eagerly
