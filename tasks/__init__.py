"""The domain: plain Python and tables, cut by noun. It knows no text, no WeChat, no web, no scheduler."""
