"""Spreadsheets in and out. Foreign files are read in a capped child process; own files are written by openpyxl.

The doors of this room are `reading`, for foreign files, and `door`, for our own. python-calamine and openpyxl are
imported late: in the child (`child`, `workbook`, `far`) and when a file is written (`door`), so that the window and the
command line open without them.
"""
