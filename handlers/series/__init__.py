"""What recurs: a leader's sentence becomes a series, and the clock issues a directive for each occurrence."""
