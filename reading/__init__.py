"""What a text says: language, kinds, fields, quoted mail, national numbers. Text in, Reading out."""
