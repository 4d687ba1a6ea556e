"""The JSON interface for an organisation's own systems: its own web form opens cases by it and asks how they stand."""
