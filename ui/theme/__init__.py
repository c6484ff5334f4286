"""How Loket looks: the only room where a colour or a size is written as a literal."""
