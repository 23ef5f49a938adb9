"""Reminders that fall due by themselves: who hears what (`sweep`), one message for each (`deliver`)."""
