"""办事指南: how something is done, and finding it by people's own words."""
