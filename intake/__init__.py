"""The use cases. Each is a plain function over a page, an open transaction: read, think, write."""
