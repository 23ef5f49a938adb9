"""The burden this service makes: what was sent to whom, how much of it reminders, how much out of hours."""
