"""The bench: letters over real SMTP to a real service process, measured until each is answered."""
