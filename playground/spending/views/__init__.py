"""The pages and exports of the books."""
