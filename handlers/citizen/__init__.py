"""Citizens at the official account: what they write, tap and send, and what comes back to them."""
