"""A declared emergency (防汛, 应急): budgets and quiet hours are off for named units until a time."""
