"""What happens to a rated appraisal: receipt, talk, closing, recall and the reminders on the way."""
