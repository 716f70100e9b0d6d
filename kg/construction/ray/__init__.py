"""Reading articles on several machines, with Ray (extra ``cluster``)."""
