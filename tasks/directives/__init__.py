"""Directives: states, verbs, queries, tables."""
