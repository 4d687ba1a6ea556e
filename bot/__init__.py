"""What the public talks to on the web: the dialogue, the widget, Telegram, the person's own page."""
