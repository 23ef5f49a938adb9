"""Guides: what a question asks for and how surely it is answered; staff who keep them up to date by words."""
