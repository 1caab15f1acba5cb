"""What was said: phrases, how they are compiled, and how they are found. The only part that imports spaCy.

The way of a turn, from its text to the signals in it:

1. `finder` takes a transcript turn by turn, with what was `said` before: it decides which phrases count by now.
2. `reading` reads one turn. `spelling` makes it a string with one letter a token, by the tokenizer and the norms of
   `pipeline` and the letters of `alphabet`; before that, `folding` takes out invisible signs.
3. `anchor_index` finds the rarest words of every phrase in that string. There `needs` rules out most phrases, for their
   sentence lacks some word; what is left is matched by `compiler.CompiledPhrase`.
4. `conditions` tells what cancels a match. What is cancelled becomes a near miss.
5. `derived` adds what rests on other signals, in the same turn or in the one that it answers; `names` where somebody is
   addressed by name.

How a phrase gets there: `files` reads what is written, as `models` has it; `phrase` parses the notation; `anchors`
cuts each phrase at its rarest words (`commonness`); `patterns` writes the rest as regular expressions; `compiler`
puts all of it together, and `kept` keeps it. `token_patterns` is for the few signals that ask for spaCy's own.
"""
