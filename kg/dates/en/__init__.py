"""English dates: words of the calendar, phrases, and days as datelines and metadata print them."""
