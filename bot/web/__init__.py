"""The web: every URL in `routes.py`."""
