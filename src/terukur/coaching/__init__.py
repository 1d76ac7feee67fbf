"""Help through the year: feedback between two, talks, how somebody stands now, early warning and digest."""
