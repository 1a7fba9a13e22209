"""The books: what was set aside, spent, given back, and what nobody knows yet."""
