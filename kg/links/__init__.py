"""Links between facts. Inside a report they follow from its facts and stand in its graph; over reports they are derived for a release.

A link says what it rests on and never changes a fact.
"""
