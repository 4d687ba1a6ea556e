"""The words and rules of the trade: cases, clocks, calendars, policies. Pure; knows nobody."""
