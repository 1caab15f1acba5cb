"""What was said: phrases, how they are compiled, and how they are found. The only part that imports spaCy."""
