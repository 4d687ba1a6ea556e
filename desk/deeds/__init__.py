"""What staff do to a case: each deed is one small form on its page and one use case behind it."""
