"""The image API: requests, rules, prices and calls; nothing of Django's models."""
