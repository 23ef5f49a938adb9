"""The mirror: what a directive will bring people before it does, and what of it would be formalism."""
