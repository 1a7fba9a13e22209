"""What goes into the log, and how."""

import logging


class Refusals(logging.Filter):
    """Make one line of a request that was refused: its traceback tells nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True
