"""Benchmarks: the service beside its peers, in one run, on the loopback address. `python -m benchmarks`."""
