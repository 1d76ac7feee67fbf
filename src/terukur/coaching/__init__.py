"""Help through the year: feedback between two, talks, present standing, early warning and digest."""
