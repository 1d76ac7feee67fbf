"""The sample agency “Plaju”: invented people, files as offices have them, and three quarters.

The files go through the same importers as a user's; the ratings through the same acts.
"""
