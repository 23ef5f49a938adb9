"""Three phones in one page: a leader's, a member of staff's and a citizen's."""
