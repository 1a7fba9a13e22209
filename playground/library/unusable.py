"""The one error of files that cannot be used."""


class UnusableFile(Exception):
    """Says in a sentence, fit to show to a person, why a file cannot be used."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
