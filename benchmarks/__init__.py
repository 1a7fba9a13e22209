"""What the product costs in time, memory and bytes; see ``docs/performance.md``."""
