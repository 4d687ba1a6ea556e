"""Facts to words: one folder per reply, its templates per language beside its facts."""
