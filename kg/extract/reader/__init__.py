"""The reader that has learned: from a text to passages that tell of an event, with their spans.

    pieces -> windows -> an encoder with heads (onnxruntime) -> proposals

It knows no person, state or calendar: a proposal is offsets and names of classes. What they stand for,
and which proposals are one event, is found out by kg.extract.rules.proposed.
"""
