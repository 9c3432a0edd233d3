"""The passages that answer a question: by words from the first moment of a release, by meaning as soon as its vectors are made.

`LexicalBuilder` belongs to every release; `search_app.search.background` makes the vectors and says how far they are.
"""

from search_app.search.columns import Facet, Filters
from search_app.search.lexical import LexicalBuilder
from search_app.search.query import SORTS, Hit, SearchResult, search
from search_app.search.similar import SimilarPassages, similar

__all__ = ["SORTS", "Facet", "Filters", "Hit", "LexicalBuilder", "SearchResult", "SimilarPassages", "search", "similar"]
