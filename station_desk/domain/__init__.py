"""The matter itself: frozen dataclasses, rules and `Trouble`. Standard library only; imports nothing of ours."""
