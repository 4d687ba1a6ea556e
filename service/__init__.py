"""Settings, assembling the parts, the timetable, the command line."""
