"""What differs by computer: atomic files, folders, clock, lock, key slots, child processes."""
