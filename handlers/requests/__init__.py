"""Requests inside: handed to an office, followed, answered, and what clerks do with them."""
