"""A local WeChat: the platform's endpoints, the phones of people, a clock to turn; its own program."""
