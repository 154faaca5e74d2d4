# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Random programs of arithmetic with random tensors, as old_program.py runs them.

They are of the kinds whose bits docs/tensorflow.md promises.
"""

import math
import random

NUMBERS = [0.1, 0.7, 1.3, -2.3, 3.0, 0.0, 1.0, 2.0, 5.5, -1.0, 0.3]
# Those whose products and quotients are subnormal, and some that make them large again.
SMALL = {
    "float32": [1e-20, -3e-25, 1e-39, -1.1754944e-38, 2e38, 1e18, 0.7, 0.0],
    "float64": [1e-155, -3e-200, 1e-309, -2.3e-308, 1.5e308, 1e150, 0.7, 0.0],
}
SHAPES = [[40], [40], [40], [], [1], [3, 20], [20], [3, 1], [7]]
OPERATORS = ["add", "subtract", "multiply", "divide", "negative"]
PARAMETERS = {
    "uniform": ("minval", "maxval"),
    "normal": ("mean", "stddev"),
    "truncated_normal": ("mean", "stddev"),
}


def broadcast(first, second):
    """The shape of two that broadcast, or None."""
    rank = max(len(first), len(second))
    pairs = zip(
        [1] * (rank - len(first)) + first,
        [1] * (rank - len(second)) + second,
        strict=True,
    )
    whole = []
    for a, b in pairs:
        if a != b and 1 not in (a, b):
            return None
        whole.append(b if a == 1 else a)
    return whole


class Writer:
    """Writes one program, and knows the shapes of its steps."""

    def __init__(self, rng, dtype, least):
        self.rng = rng
        self.numbers = NUMBERS
        if dtype in SMALL and rng.random() < 0.2:
            self.numbers = [x for x in SMALL[dtype] if x == 0 or abs(x) >= least]
        self.dtype = dtype
        self.steps = []
        self.feeds = {}
        self.shapes = []

    def add(self, call, known, **kwargs):
        self.steps.append({"call": call, "kwargs": kwargs})
        self.shapes.append(known)
        return len(self.steps) - 1

    def constant(self, shape, has_zeros=True, size=math.inf):
        """A number, or nested lists, that broadcast with a shape; and the shape."""
        numbers = [x for x in self.numbers if x or has_zeros]
        kept = self.rng.choice([[], [], [1], shape[-1:], shape])
        if math.prod(kept) >= size:
            kept = []
        is_one = self.rng.random() < 0.3
        number = self.rng.choice(numbers)

        def filled(rest):
            if rest:
                return [filled(rest[1:]) for _ in range(rest[0])]
            return number if is_one else self.rng.choice(numbers)

        return filled(kept), kept

    def random_op(self):
        rng = self.rng
        call = rng.choice(list(PARAMETERS))
        draw = shape = rng.choice(SHAPES)
        kwargs = {"dtype": self.dtype, "seed": len(self.steps) + 3}
        for name in PARAMETERS[call]:
            if rng.random() < 0.7:
                kwargs[name], kept = self.constant(draw)
                shape = broadcast(shape, kept)
            elif rng.random() < 0.3:
                kwargs[name] = rng.choice([0, 1])
        return self.add(call, shape, shape=draw, **kwargs)

    def scalar(self):
        """A scalar tensor: a constant, or a placeholder."""
        if self.rng.random() < 0.3:
            return self.add("constant", [], value=0.7, dtype=self.dtype)
        step = self.add(
            "placeholder", [], dtype=self.dtype, shape=self.rng.choice([[], None])
        )
        self.feeds[str(step)] = 1.5
        return step

    def operation(self, x):
        """One more operation on a step, with a constant or a scalar."""
        rng = self.rng
        call = rng.choice(OPERATORS)
        if call == "negative":
            return self.add(call, self.shapes[x], x={"step": x})
        if rng.random() < 0.15 and call != "divide":
            other, kept = {"step": self.scalar()}, []
        elif call == "divide":
            # TensorFlow's reciprocals of longer float32 arrays are not exact.
            size = 8 if self.dtype == "float32" else math.inf
            other, kept = self.constant(self.shapes[x], has_zeros=False, size=size)
        else:
            other, kept = self.constant(self.shapes[x])
        operands = [{"step": x}, other]
        if call != "divide" and rng.random() < 0.4:
            operands.reverse()
        shape = broadcast(self.shapes[x], kept)
        return self.add(call, shape, x=operands[0], y=operands[1])

    def pair(self, x):
        """An operation on two random ops, of which one at most has an offset."""
        call = self.rng.choice(["add", "subtract", "multiply", "divide"])
        while True:
            y = self.random_op()
            shape = broadcast(self.shapes[x], self.shapes[y])
            step = self.steps[y]
            if shape is not None and not (
                call == "divide" and step["call"] == "uniform"  # which can be 0
            ):
                break
        step["kwargs"].pop("minval", None), step["kwargs"].pop("mean", None)
        if call == "divide":
            step["kwargs"].pop("stddev", None)
        return self.add(call, shape, x={"step": x}, y={"step": y})


def program(seed, dtypes, *, has_subnormals=True):
    """Return a random program; its constants may be subnormal, or only its results."""
    rng = random.Random(seed)
    dtype = rng.choice(dtypes)
    least = {"float32": 2.0**-126, "float64": 2.0**-1022}.get(dtype, 0.0)
    writer = Writer(rng, dtype, 0.0 if has_subnormals else least)
    last = writer.random_op()
    if rng.random() < 0.3:
        last = writer.pair(last)
    else:
        for _ in range(rng.randint(1, 6)):
            last = writer.operation(last)
    fetches = [last]
    if rng.random() < 0.3:
        fetches.append(rng.randrange(len(writer.steps)))
    return {"steps": writer.steps, "feeds": writer.feeds, "fetches": fetches}
