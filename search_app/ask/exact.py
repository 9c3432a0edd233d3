"""The query that gives the places of an answer and nothing else: what is shown beside it, and what its sums and ranks are asked of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from kg.literals import year
from ontology.terms import FA, ORG
from search_app.ask.candidates import Found
from search_app.ask.lexicon import Lexicon
from search_app.ask.templates import Branch, Rows, Value, either, fill, target_rows, year_rows

_Targets = Sequence[tuple[str, int]]
_Parts = Mapping[Branch, Rows]

_OfRanks = Callable[[Collection[tuple[str, int]]], Iterable[tuple[str, str]]]
"""What is asked and the IRI of the place, of all places of these ranks (with what is asked)."""

_MOST_NAMED = 60  # things that a query names one by one; of more it asks for all of their kind
_ORDER = "}\nORDER BY"
_EVALUATED = frozenset({"funds", "scores", "recorded_funds", "recorded_scores"})


def exact(targets: _Targets, parts: _Parts, places: Sequence[Found], best: Sequence[Found]) -> str:
    """The query that gives `best` of all `places` and nothing else: by rank where that is enough, else by naming the places."""
    ranks = {(place.asked, place.rank) for place in best}
    chosen = {(place.unit, place.year) for place in best}
    query = _query(target_rows([target for target in targets if target in chosen]), _of_ranks(parts, ranks))
    given = (one.source.place for one in places if (one.asked, one.rank) in ranks and (one.unit, one.year) in chosen)
    wanted = sorted(place.source.place for place in best)
    return query if sorted(given) == wanted else _naming(query, wanted)


def exact_of_many(lexicon: Lexicon, targets: _Targets, parts: _Parts, of_ranks: _OfRanks, best: Sequence[Found]) -> str:
    """The same for many units: by the rank that counts for most of them, without what that gives too much, and the others by name."""
    usual = _usual(best, together=_is_of_projects(parts))
    ranks = {(place.asked, place.rank) for place in best if usual[place.asked] == place.rank}
    wanted = {(place.asked, place.source.place) for place in best}
    given = set(of_ranks(ranks))
    years, beside, pairs = _bound(lexicon, targets)
    kept, extra = _together(_of_ranks(parts, ranks)), [f"({Literal(asked)} {NamedNode(place)})" for asked, place in sorted(given - wanted)]
    # Years and pairs apart: a store joins by pairs or by years at once, and by both together one by one.
    queries = [_less(_query(bound, kept), "?asked ?place", extra) for bound in (years, pairs) if bound]
    queries[0] = _less(queries[0], "?unit ?year", [f"({NamedNode(unit)} {year(of_year)})" for unit, of_year in beside])
    others = [place for place in best if (place.asked, place.source.place) not in given]
    if others:
        bound, labels = target_rows([(place.unit, place.year) for place in others]), {(place.asked, place.rank) for place in others}
        queries.append(_naming(_query(bound, _of_ranks(parts, labels)), sorted(place.source.place for place in others)))
    return either(*queries) if len(queries) > 1 else queries[0]


def _usual(best: Sequence[Found], *, together: bool) -> Mapping[str, int]:
    """The rank of most of the places, by what is asked; one for all that is asked where that is looked up together."""
    ranks: dict[str, Counter[int]] = defaultdict(Counter)
    for place in best:
        ranks["" if together else place.asked][place.rank] += 1
    return {place.asked: ranks["" if together else place.asked].most_common(1)[0][0] for place in best}


def _query(bound: Rows, parts: _Parts) -> str:
    return fill("values", {"unit": bound}, parts)


def _of_ranks(parts: _Parts, ranks: set[tuple[str, int]]) -> dict[Branch, Rows]:
    """The parts with the rows of these labels and ranks alone; all of them where there are none."""
    kept = {part: [row for row in bound if not ranks or _label_and_rank(row) in ranks] for part, bound in parts.items()}
    return {part: bound for part, bound in kept.items() if bound}


def _is_of_projects(parts: _Parts) -> bool:
    return any(branch.part in _EVALUATED and len(bound) > _MOST_NAMED for branch, bound in parts.items())


def _together(parts: _Parts) -> dict[Branch, Rows]:
    """The parts, of which those with very many units or projects ask for all of their kind in place of naming them."""
    found: dict[Branch, Rows] = {}
    for branch, bound in parts.items():
        if branch.part in _EVALUATED and len(bound) > _MOST_NAMED:
            kind = _kind(bound[0][2])
            fixed = tuple((name, kind if name == "class" else term) for name, term in branch.fixed)
            rows = (
                (None if kind == FA.Project else row[0], row[1], None, *row[3:]) for row in bound
            )  # each project has a label of its own
            found[Branch(branch.part, fixed)] = list(dict.fromkeys(rows))
        else:
            found[branch] = bound
    return found


def _kind(thing: Value) -> NamedNode:
    return ORG.Organization if isinstance(thing, NamedNode) and "/unit/" in thing.value else FA.Project


def _bound(lexicon: Lexicon, targets: _Targets) -> tuple[Rows, list[tuple[str, int]], Rows]:
    """What queries bind: years of whose reports most are meant, and which are not; units and years apart from those."""
    named: dict[int, dict[str, None]] = {}
    for unit, of_year in targets:
        named.setdefault(of_year, {})[unit] = None
    held = lexicon.remember("units of a year", _held)
    beside = {of_year: [unit for unit in held[of_year] if unit not in units] for of_year, units in named.items()}
    most = [of_year for of_year, units in named.items() if len(beside[of_year]) < len(units)]
    apart = [target for target in targets if target[1] not in most]
    return year_rows(most), [(unit, of_year) for of_year in most for unit in beside[of_year]], target_rows(apart)


def _held(lexicon: Lexicon) -> dict[int, list[str]]:
    held: dict[int, list[str]] = defaultdict(list)
    for unit in lexicon.units:
        for of_year in unit.years:
            held[of_year].append(unit.iri)
    return held


def _naming(query: str, places: Iterable[str]) -> str:
    named = " ".join(str(NamedNode(place)) for place in dict.fromkeys(places))
    return f"{query.rstrip()}\nVALUES ?place {{ {named} }}\n"


def _less(query: str, names: str, rows: Sequence[str]) -> str:
    """The query without the solutions in which `names` are bound to one of these rows."""
    if not rows:
        return query
    head, order = query.rsplit(_ORDER, 1)
    return f"{head}  MINUS {{ VALUES ({names}) {{ {' '.join(rows)} }} }}\n{_ORDER}{order}"


def _label_and_rank(row: Sequence[Value]) -> tuple[str, int]:
    label, rank = row[0], row[1]
    if not isinstance(label, Literal) or not isinstance(rank, Literal):
        raise TypeError("a row of a part begins with its label and rank")
    return label.value, int(rank.value)
