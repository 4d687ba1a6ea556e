"""`svarfrist try`: the whole service on this machine, with sample letters that tell what it does."""
