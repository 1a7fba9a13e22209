"""Who owns what: the user model and the one local person."""
