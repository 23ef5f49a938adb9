"""Reminders: when they may go out, how many, and what waits for the digest."""
