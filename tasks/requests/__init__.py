"""Citizens' requests (诉求): states, kinds, clocks, routing, ratings."""
