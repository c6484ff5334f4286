"""The windows: keys and clicks in, acts out, answers on the screen."""

from shiboken6 import Shiboken as Shiboken  # it brings the one below
from shibokensupport import feature

# Qt for Python reads and keeps the source of each module imported after it, to see whether that
# module may ask for its `__feature__`s. None of ours does: a sixth of a start, 18 MB.
feature._mod_uses_pyside = lambda _module: False  # noqa: SLF001
