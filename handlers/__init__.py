"""One module per kind of case: what is missing, which clocks run, what the answer must say."""
