"""Letters: the SMTP door, parsing, robots, threading keys, sending."""
