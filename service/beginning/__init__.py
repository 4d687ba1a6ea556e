"""`svarfrist policy new`: asks its way to a policy that can be used, and writes it down."""
