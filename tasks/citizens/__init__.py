"""Citizens: who wrote, how they can be reached, what was begun with them."""
