"""One file per verb: what is said and tapped about directives, and what it does."""
