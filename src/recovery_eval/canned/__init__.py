"""Libraries of canned responses: read with the place of every word, and judged as what they are."""
