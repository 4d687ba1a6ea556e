"""One module per command of `svarfrist`."""
