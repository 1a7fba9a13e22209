"""The life of a run: submitted, claimed, sent, kept, finished, recovered."""
