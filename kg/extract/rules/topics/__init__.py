"""What was talked about: phrases that open a topic, the names after them, the event they belong to."""
