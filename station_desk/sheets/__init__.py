"""Spreadsheets in and out. Foreign files are read in a capped child process; own files are written by openpyxl.

python-calamine and openpyxl are imported late: in the child (`child`, `workbook`, `far`) and when a file is written
(`writer`), so that the window opens without them.
"""
