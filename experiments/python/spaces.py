"""Replaces two of Gymnasium's spaces if gymnasium is not installed."""

import random


class Discrete:
    """The whole numbers from 0 to n - 1."""

    def __init__(self, n):
        self.n = n
        self.shape = ()
        self.dtype = int
        self._random = random.Random()

    def seed(self, seed=None):
        self._random.seed(seed)
        return seed

    def sample(self, mask=None):
        choices = range(self.n) if mask is None else [i for i in range(self.n) if mask[i]]
        return self._random.choice(choices) if len(choices) > 0 else 0

    def contains(self, x):
        return isinstance(x, int) and 0 <= x < self.n

    __contains__ = contains

    def __repr__(self):
        return f"Discrete({self.n})"


class Box:
    """Tables of floats between low and high, of one shape: objects that memoryview() accepts."""

    def __init__(self, low, high, shape, dtype="f"):
        self.low, self.high, self.shape, self.dtype = low, high, tuple(shape), dtype
        self._random = random.Random()

    def seed(self, seed=None):
        self._random.seed(seed)
        return seed

    def sample(self):
        rows, columns = self.shape
        values = memoryview(bytearray(4 * rows * columns)).cast("B").cast(self.dtype)
        for i in range(len(values)):
            values[i] = self._random.gauss(0, 1)
        return values.cast("B").cast(self.dtype, self.shape)

    def contains(self, x):
        try:
            table = memoryview(x)
        except TypeError:
            return False
        return (
            table.shape == self.shape
            and table.format == self.dtype
            and all(self.low <= value <= self.high for row in table.tolist() for value in row)
        )

    __contains__ = contains

    def __repr__(self):
        return f"Box({self.low}, {self.high}, {self.shape}, {self.dtype!r})"
