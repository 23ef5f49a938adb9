"""The platform's API.

One table of endpoints, behind one gate that checks tokens, plays faults and keeps records.
"""
