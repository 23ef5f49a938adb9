"""The service: wires parts, talks to the outside, keeps promises."""
