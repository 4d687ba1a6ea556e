"""What is remembered. Rows never leave this folder; nothing here decides."""
