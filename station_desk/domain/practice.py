"""Practice: sample offices with invented people, apart from every real home."""

PRACTICE_PASS_PHRASE = "practice-2026"  # noqa: S105 - opens nothing but invented people, and every page says so
"""The pass phrase of every practice home; the unlock card tells it."""
