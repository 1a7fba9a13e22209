"""Review: links for people without an account, comments and decisions on pictures."""
