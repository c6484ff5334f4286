"""The windows: keys and clicks in, acts out, answers on the screen."""
