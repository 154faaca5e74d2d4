# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Any order of calls: state machines beside plain-Python models.

The quick suite goes a few hundred steps; ``pytest -m slow`` goes many thousands.
"""

import copy
import math
import pickle

import numpy as np
import pytest
from generators import made, place
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

import philoxseed as px
from philoxseed import errors
from philoxseed.compat import v1

QUICK = settings(
    max_examples=60,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
LONG = settings(QUICK, max_examples=4000, stateful_step_count=50)

FLOATS = st.sampled_from(["float64", "float32"])
SIZES = st.lists(st.integers(0, 5), max_size=3).map(tuple)
PARAMETERS = st.floats(-8, 8, width=16)


class Generators(RuleBasedStateMachine):
    """A generator that draws arrays, and one that draws their values one at a time.

    `words` is the place of both, counted by what docs/numpy.md says that values take.
    """

    def __init__(self):
        super().__init__()
        self.rng, self.one = made(), made()
        self.saved = []
        self.words = 0

    def draw(self, name, size, words, *arguments, **keywords):
        if words == 2:
            self.words += self.words % 2
        n = math.prod(size)
        if n == 0:
            self.words = place(self.rng)  # What takes no values may still align.
        out = getattr(self.rng, name)(*arguments, size=size, **keywords)
        assert out.shape == size
        single = [getattr(self.one, name)(*arguments, **keywords) for _ in range(n)]
        np.testing.assert_array_equal(out, np.array(single, out.dtype).reshape(size))
        self.words += words * n

    @rule(size=SIZES, dtype=FLOATS, threads=st.sampled_from([None, 1, 2]))
    def random(self, size, dtype, threads):
        words = 2 if dtype == "float64" else 1
        self.draw("random", size, words, dtype=dtype, threads=threads)

    @rule(size=SIZES, dtype=FLOATS)
    def standard_normal(self, size, dtype):
        self.draw("standard_normal", size, 2 if dtype == "float64" else 1, dtype=dtype)

    @rule(size=SIZES, loc=PARAMETERS, scale=PARAMETERS.map(abs))
    def normal(self, size, loc, scale):
        self.draw("normal", size, 2, loc, scale)

    @rule(size=SIZES, dtype=FLOATS, scale=PARAMETERS.map(abs))
    def exponential(self, size, dtype, scale):
        words = 2 if dtype == "float64" else 1
        self.draw("exponential", size, words, scale, dtype=dtype)

    @rule(
        size=SIZES,
        low=st.integers(-(2**63), 2**63 - 2),
        width=st.one_of(st.integers(1, 2**34), st.integers(1, 2**64)),
    )
    def integers(self, size, low, width):
        high = min(low + width, 2**63)
        self.draw("integers", size, 1 if high - low <= 2**32 else 2, low, high)

    @rule(n=st.integers(0, 40))
    def raw_bytes(self, n):
        drawn = self.rng.bytes(n)
        single = b"".join(self.one.bytes(min(4, n - i)) for i in range(0, n, 4))
        assert drawn == single
        self.words += -(-n // 4)

    @rule(size=SIZES)
    def into_memory_that_is_there(self, size):
        self.words += self.words % 2 if math.prod(size) else 0
        out = np.full(size, np.nan)
        aligned = place(self.rng)
        assert self.rng.random(out=out) is out
        single = [self.one.random() for _ in range(out.size)]
        np.testing.assert_array_equal(out.ravel(), single)
        self.words = self.words + 2 * out.size if out.size else place(self.rng)
        assert place(self.rng) >= aligned

    @rule(n=st.integers(0, 30))
    def order(self, n):
        assert sorted(self.rng.permutation(n)) == list(range(n))
        self.one.shuffle(list(range(n)))
        self.words = place(self.rng)

    @rule(blocks=st.integers(0, 2**64))
    def advance(self, blocks):
        for rng in (self.rng, self.one):
            rng.bit_generator.advance(blocks)
        self.rng.bit_generator.advance(-blocks)
        self.one.bit_generator.advance(2**128 - blocks)

    @rule(how=st.sampled_from([copy.copy, copy.deepcopy, "pickle"]))
    def replace(self, how):
        if how == "pickle":
            self.rng = pickle.loads(pickle.dumps(self.rng))
        elif how is copy.deepcopy:
            self.rng = how(self.rng)
        else:
            assert how(self.rng).bit_generator.state == self.rng.bit_generator.state

    @rule()
    def save(self):
        self.saved.append((self.rng.bit_generator.state, self.words))

    @precondition(lambda self: self.saved)
    @rule(data=st.data())
    def restore(self, data):
        state, self.words = data.draw(st.sampled_from(self.saved))
        self.rng.bit_generator.state = self.one.bit_generator.state = state

    @rule(bad=st.sampled_from(["size", "scale", "limits", "out", "dtype"]))
    def refused(self, bad):
        draw = {
            "size": lambda: self.rng.random(-1),
            "scale": lambda: self.rng.normal(0, [1.0, -1.0], 2),
            "limits": lambda: self.rng.integers([5, 3], [9, 1]),
            "out": lambda: self.rng.random(out=np.zeros(3, np.int32)),
            "dtype": lambda: self.rng.standard_normal(dtype="int32"),
        }[bad]
        with pytest.raises((ValueError, TypeError)):
            draw()

    @invariant()
    def same_place(self):
        assert place(self.rng) == place(self.one) == self.words


class Graphs(RuleBasedStateMachine):
    """A graph, its sessions and variables, beside a model of seeds and counters.

    The model knows the rules of ``set_random_seed``: which attributes an op gets, that
    each session has counters of its own, and that a run moves those of the ops that it
    needs, once each. The values are those of a `Stream` of the attributes.
    """

    tensors = Bundle("tensors")
    variables = Bundle("variables")
    sessions = Bundle("sessions")

    @initialize()
    def start(self):
        self.graph = v1.Graph(tensorflow="2.3")
        self.graph_seed = None
        self.asked = 0
        self.draws = {}  # tensor: (attributes, method, shape, dtype)
        self.runs = {}  # session: {tensor: how often it ran}
        self.values = {}  # session: {variable: value}
        self.initials = {}  # variable: the tensor that it starts with

    @rule(seed=st.one_of(st.none(), st.integers(0, 2**31 - 1)))
    def set_random_seed(self, seed):
        with self.graph.as_default():
            v1.set_random_seed(seed)
        self.graph_seed = seed

    def attributes(self, op_seed):
        graph_seed = 87654321 if self.graph_seed is None else self.graph_seed
        pair = (graph_seed % (2**31 - 1), op_seed % (2**31 - 1))
        return (0, 2**31 - 1) if pair == (0, 0) else pair

    @rule(
        target=tensors,
        method=st.sampled_from(["uniform", "normal", "truncated_normal"]),
        op_seed=st.integers(0, 2**31 - 1),
        shape=st.lists(st.integers(0, 4), max_size=2),
        dtype=st.sampled_from(["float32", "float64", "float16"]),
    )
    def seeded_op(self, method, op_seed, shape, dtype):
        with self.graph.as_default():
            tensor = getattr(v1.random, method)(shape, dtype=dtype, seed=op_seed)
        attributes = self.attributes(op_seed)
        assert tensor.op.seeds == attributes
        self.draws[tensor] = (attributes, method, tuple(shape), dtype)
        return tensor

    @precondition(lambda self: self.graph_seed is not None)
    @rule(target=tensors, shape=st.lists(st.integers(0, 4), max_size=2))
    def unseeded_op(self, shape):
        with self.graph.as_default():
            tensor = v1.random_uniform(shape)
        attributes = self.attributes(self.asked)
        self.asked += 1
        assert tensor.op.seeds == attributes
        self.draws[tensor] = (attributes, "uniform", tuple(shape), "float32")
        return tensor

    @rule(target=sessions)
    def new_session(self):
        session = v1.Session(graph=self.graph)
        self.runs[session], self.values[session] = {}, {}
        return session

    def expected(self, session, tensor):
        attributes, method, shape, dtype = self.draws[tensor]
        stream = px.Stream.from_kernel_seeds(*attributes)
        ran = self.runs[session].get(tensor, 0)
        size = math.prod(shape)
        stream.skip(256 * size * ran)
        self.runs[session][tensor] = ran + 1
        return getattr(stream, method)(shape, dtype=dtype)

    @rule(session=sessions, fetched=st.lists(tensors, min_size=1, max_size=3))
    def run(self, session, fetched):
        values = session.run(fetched)
        drawn = {t: self.expected(session, t) for t in dict.fromkeys(fetched)}
        for tensor, value in zip(fetched, values, strict=True):
            np.testing.assert_array_equal(value, drawn[tensor])
            assert value.dtype == drawn[tensor].dtype

    @rule(session=sessions, tensor=tensors, factor=st.sampled_from([2, 0.5, -4]))
    def run_a_product(self, session, tensor, factor):
        with self.graph.as_default():
            product = tensor * factor
        drawn = self.expected(session, tensor)
        np.testing.assert_array_equal(
            session.run(product), drawn * drawn.dtype.type(factor)
        )

    @rule(target=variables, initial=tensors)
    def variable(self, initial):
        with self.graph.as_default():
            variable = v1.Variable(initial)
        self.initials[variable] = initial
        return variable

    @rule(session=sessions, variable=variables)
    def initialize_variable(self, session, variable):
        session.run(variable.initializer)
        drawn = self.expected(session, self.initials[variable])
        self.values[session][variable] = drawn

    @rule(session=sessions, variable=variables)
    def read(self, session, variable):
        if variable not in self.values[session]:
            with pytest.raises(errors.FailedPreconditionError):
                session.run(variable)
            return
        expected = self.values[session][variable]
        np.testing.assert_array_equal(session.run(variable), expected)

    @rule(session=sessions, variable=variables, addend=st.sampled_from([1.0, -0.5]))
    def add(self, session, variable, addend):
        if variable not in self.values[session]:
            return
        with self.graph.as_default():
            op = variable.assign_add(np.full(variable.shape, addend))
        session.run(op)
        old = self.values[session][variable]
        self.values[session][variable] = old + old.dtype.type(addend)

    @rule(session=sessions, fetched=st.lists(tensors, min_size=1, max_size=2))
    def refused_run(self, session, fetched):
        with pytest.raises((TypeError, ValueError)):
            session.run([*fetched, object()])

    @rule(session=sessions, tensor=tensors)
    def fed(self, session, tensor):
        value = np.zeros(tensor.shape, tensor.dtype)
        np.testing.assert_array_equal(session.run(tensor, {tensor: value}), value)


MACHINES = {"generators": Generators, "graphs": Graphs}


@pytest.mark.parametrize("name", MACHINES)
def test_any_order_of_calls(name):
    run_state_machine_as_test(MACHINES[name], settings=QUICK)


@pytest.mark.slow
@pytest.mark.parametrize("name", MACHINES)
def test_many_orders_of_calls(name):
    run_state_machine_as_test(MACHINES[name], settings=LONG)
