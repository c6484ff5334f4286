"""Practice around the desk: the band on every window, and the panel with citizen and lessons.

The desk itself is `ui.desk`'s and knows nothing of it.
"""
