"""The steps. A released step never changes; a step may say `CHANGES_ROWS = {"table"}` where it means to."""
