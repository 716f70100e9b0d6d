"""Is it sound, and how good is it: shapes, the installation, and scores against annotation."""
