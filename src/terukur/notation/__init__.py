"""How numbers, percentages, days and months are written in Indonesian, for every page, file and sentence."""
