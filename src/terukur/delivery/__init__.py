"""The steps after a rating: receipt, talk, closing, recall and the reminders."""
