"""The same services for a terminal and for scripts (DESIGN 6).

A run reads what its own command needs: the modules of commands come in through `rooms`, the home and what is drawn for
the eye through `door`, both late.
"""
