"""Departments, members, groups, roles, stand-ins."""
