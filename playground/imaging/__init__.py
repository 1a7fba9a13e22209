"""Requests, rules, routes and prices: pure, nothing of databases or networks."""
