"""The parts windows are made of: they show values and say what was pressed, and know no office."""
