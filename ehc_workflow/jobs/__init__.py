"""What runs by itself: a timetable, and one process that keeps it. Each job is a plain function that tests call too."""
