"""Reading and writing tables as offices have them: CSV and XLSX, without any framework."""
