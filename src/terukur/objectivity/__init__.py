"""The basis of an appraisal and of a unit: how much of a rating rests on records that others can check."""
