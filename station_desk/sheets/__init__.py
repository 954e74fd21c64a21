"""Spreadsheets in and out; foreign files are read in a capped child process."""
