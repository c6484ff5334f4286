"""The board on the wall: who is called where, who waits, and since when the line is gone."""
