"""Values as RDF literals, each in the one lexical form that a store gives back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pyoxigraph import Literal

from ontology.terms import RDF, XSD

_MOST = 28  # characters of a number that has no more digits than are reckoned with


def plain(number: Decimal) -> str:
    """The canonical decimal: no exponent, no trailing zeros, no negative zero."""
    text = str(number)
    if "E" in text or len(text) > _MOST:
        text = format(number.normalize(), "f")
    elif "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def decimal(number: Decimal) -> Literal:
    """An xsd:decimal."""
    return Literal(plain(number), datatype=XSD.decimal)


def integer(number: int) -> Literal:
    """An xsd:integer."""
    return Literal(str(number), datatype=XSD.integer)


def year(value: int) -> Literal:
    """An xsd:gYear."""
    return Literal(f"{value:04d}", datatype=XSD.gYear)


def day(value: date) -> Literal:
    """An xsd:date."""
    return Literal(value.isoformat(), datatype=XSD.date)


def chinese(text: str) -> Literal:
    """A label in Chinese."""
    return Literal(text, language="zh")


def json_text(text: str) -> Literal:
    """An rdf:JSON literal."""
    return Literal(text, datatype=RDF.JSON)
