"""Emergencies (防汛, 应急): declared, prolonged and ended by words; what they change, and their report."""
