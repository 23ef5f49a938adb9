"""Who is on duty (值班): by day or week, for each unit."""
