# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""TensorFlow versions, and the automatic op seeds of graphs."""

import hashlib
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import philoxseed as tf
from philoxseed._seeds import policies

M = 2**31 - 1

# The set_random_seed document's third example, as TensorFlow 2.3.0, 1.15.0 and 1.0.0
# printed it: two runs of a uniform, two of a normal.
BY_COUNTER = [0.13047123, 0.6087816, -0.32364845, -0.5653132]
BY_OP_ID = [0.96046877, 0.8362156, 0.4987599, 0.54880583]


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        *((None, BY_COUNTER), ("2.3", BY_COUNTER), ("2.21", BY_COUNTER)),
        *(("1.15", BY_OP_ID), ("1.15.5", BY_OP_ID), ("1.0", BY_OP_ID)),
        *(("1.2.1", BY_OP_ID), ("1.0.0-rc1", BY_OP_ID)),
    ],
)
@pytest.mark.parametrize("reset", [False, True])
def test_the_document_in_the_versions_that_were_run(version, expected, reset):
    if reset:
        tf.reset_default_graph(tensorflow=version)
        graph = tf.get_default_graph()
    else:
        graph = tf.Graph(tensorflow=version)
    with graph.as_default():
        tf.set_random_seed(1234)
        a, b = tf.random.uniform([1]), tf.random.normal([1])
        for _ in range(2):
            with tf.Session() as session:
                values = [session.run(x)[0] for x in (a, a, b, b)]
            assert values == [np.float32(x) for x in expected]
    tf.reset_default_graph()


@pytest.mark.parametrize(
    ("version", "profile"),
    [
        *(("0.6", "1.0"), ("0.12.1", "1.0"), ("1.1.0rc1", "1.2"), ("1.3", "1.9")),
        *(("1.7", "1.9"), ("1.9", "1.9"), ("1.10", "1.12"), ("1.12.3", "1.12")),
        *(("1.14.1-dev20190513", "1.15"), ("2.0", "1.15"), ("2.1.4", "1.15")),
        *(("2.2.0", "2.3"), ("2.4", "2.3"), ("2.20", "2.3")),
    ],
)
def test_versions_follow_one_that_was_run(version, profile):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert tf.Graph(tensorflow=version).profile.name == profile


@pytest.mark.parametrize(
    ("version", "noted"),
    [
        *(("0.7", True), ("1.0", False), ("1.1", False), ("1.3", False)),
        *(("1.5", False), ("1.6", True), ("1.7", False), ("1.8", False)),
        *(("1.13", True), ("1.14", False), ("1.15", False)),
        *(("2.0", True), ("2.1", False), ("2.2", False), ("2.9", False)),
    ],
)
def test_what_was_not_run_is_noted_once_where_it_is_asked_for(version, noted):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        tf.Graph(tensorflow=version)
    assert len(caught) == noted
    for warning in caught:
        assert f"{version!r} is taken as" in str(warning.message)
        assert warning.filename == __file__


@pytest.mark.parametrize(
    ("version", "reason"),
    [
        *(("0.5.0", "other ops"), ("2.22", "later than"), ("3.1", "later than")),
        *(("2", "minor number"), ("", "minor number"), ("latest", "minor number")),
    ],
)
def test_unknown_versions_list_the_known_ones(version, reason):
    with pytest.raises(ValueError, match=reason) as caught:
        tf.Graph(tensorflow=version)
    for known in ("'1.0'", "'1.15'", "'2.3'"):
        assert known in str(caught.value)
    graph = tf.get_default_graph()
    with pytest.raises(ValueError, match="Known are"):
        tf.reset_default_graph(tensorflow=version)
    assert tf.get_default_graph() is graph


@pytest.mark.parametrize("version", [1.15, 2, b"1.15", ("1", "15")])
def test_versions_are_strings(version):
    with pytest.raises(TypeError, match="must be a str"):
        tf.Graph(tensorflow=version)


class Model:
    """The ops of TensorFlow 1, one by one, as they were seen in its graphs."""

    def __init__(self):
        self.ops = []

    def converted(self, *arguments):
        self.ops += ["Const" for a in arguments if not isinstance(a, tf.Tensor)]

    def shape(self, shape):
        if isinstance(shape, list) and any(isinstance(d, tf.Tensor) for d in shape):
            self.converted(*shape)
            self.ops.append("Pack")
        else:
            self.converted(shape)

    def random(self, shape, parameters, rest):
        self.shape(shape)
        self.converted(*parameters)
        seed = len(self.ops)
        self.ops += rest
        return seed

    def uniform(self, shape, low, high):
        return self.random(shape, (low, high), ["RandomUniform", "Sub", "Mul", "Add"])

    def integers(self, shape, low, high):
        return self.random(shape, (low, high), ["RandomUniformInt"])

    def normal(self, shape, mean, stddev):
        return self.random(
            shape, (mean, stddev), ["RandomStandardNormal", "Mul", "Add"]
        )

    def truncated_normal(self, shape, mean, stddev):
        return self.random(shape, (mean, stddev), ["TruncatedNormal", "Mul", "Add"])

    def shuffle(self, value):
        seed = len(self.ops)
        self.converted(value)
        self.ops.append("RandomShuffle")
        return seed

    def random_crop(self, value, size):
        self.converted(value)
        self.ops.append("Shape")
        self.converted(size)
        self.ops += ["GreaterEqual", "Const", "All", "Const", "Const", "Assert"]
        self.ops += ["Identity", "Sub", "Const", "Add"]
        seed = self.random([2], (0, 2**31 - 1), ["RandomUniformInt"])
        self.ops += ["FloorMod", "Slice"]
        return seed

    def expression(self, *operands):
        self.converted(*operands)
        self.ops.append("Expression")


class Script:
    """Makes the same calls in philoxseed and in the model."""

    def __init__(self, draw, version):
        self.draw = draw
        self.model = Model()
        self.graph = tf.Graph(tensorflow=version)
        with self.graph.as_default():
            self.floats = [tf.placeholder(tf.float32, [])]
            self.ints = [tf.constant(2)]
            self.shapes = [tf.placeholder(tf.int32, [1])]
            self.matrices = [tf.placeholder(tf.float64, [3, None])]
            self.sizes = [tf.constant([2, 2])]
        self.model.ops += ["Placeholder", "Const", "Placeholder", "Placeholder"]
        self.model.ops.append("Const")

    def float(self):
        return self.draw(st.one_of(st.just(1.5), st.sampled_from(self.floats)))

    def int(self):
        return self.draw(st.one_of(st.just(3), st.sampled_from(self.ints)))

    def shape(self):
        packed = [self.int(), 1, self.int()]
        shapes = st.sampled_from(self.shapes)
        return self.draw(st.one_of(st.just([2]), st.just([]), st.just(packed), shapes))

    def seed(self):
        return self.draw(st.one_of(st.none(), st.none(), st.integers(-3, 2**40)))

    def step(self):
        getattr(self, self.draw(st.sampled_from(self.STEPS)))()

    def random_op(self):
        name = self.draw(st.sampled_from(["uniform", "normal", "truncated_normal"]))
        arguments = self.shape(), self.float(), self.float()
        seed = self.seed()
        tensor = getattr(tf.random, name)(*arguments, seed=seed)
        self.compare(tensor, seed, getattr(self.model, name)(*arguments))
        if tensor.shape == ():
            self.floats.append(tensor)

    def default_arguments(self):
        tensor = tf.random.uniform([3])
        self.compare(tensor, None, self.model.uniform([3], 0, 1))

    def integers(self):
        shape, low, high, seed = self.shape(), self.int(), 7, self.seed()
        tensor = tf.random.uniform(shape, low, high, tf.int32, seed)
        self.compare(tensor, seed, self.model.integers(shape, low, high))
        if tensor.shape == ():
            self.ints.append(tensor)

    def picking_op(self):
        value = self.draw(st.sampled_from([[[1, 2], [3, 4]], *self.matrices]))
        seed = self.seed()
        if self.draw(st.booleans()):
            tensor = tf.random.shuffle(value, seed)
            self.compare(tensor, seed, self.model.shuffle(value))
            return
        size = self.draw(st.sampled_from([[1, 1], [2, 1], *self.sizes]))
        tensor = tf.compat.v1.random_crop(value, size, seed)
        self.compare(tensor, seed, self.model.random_crop(value, size))

    def compare(self, tensor, seed, automatic):
        graph_seed = self.graph.seed
        if graph_seed is None and seed is None:
            assert tensor.op.seeds is None
            return
        seed = automatic if seed is None else seed
        graph_seed = 87654321 if graph_seed is None else graph_seed
        expected = graph_seed % M, seed % M
        if expected == (0, 0):
            expected = None if self.graph.profile.name == "1.0" else (0, M)
        assert tensor.op.seeds == expected

    def expression(self):
        a, b = self.draw(st.sampled_from(self.floats)), self.float()
        function = self.draw(
            st.sampled_from([
                *(lambda a, b: a + b, lambda a, b: b - a, lambda a, b: a * b),
                *(lambda a, b: b / a, lambda a, b: a**b),
            ])
        )  # fmt: skip
        self.floats.append(function(a, b))
        self.model.expression(a, b)

    def unary(self):
        function = self.draw(st.sampled_from([np.exp, np.negative, np.sqrt, abs]))
        self.floats.append(function(self.draw(st.sampled_from(self.floats))))
        self.model.expression(self.floats[-1])

    def integer_division(self):
        a, b = self.draw(st.sampled_from(self.ints)), self.int()
        a / b
        self.model.expression(a, b)
        self.model.ops += ["Cast", "Cast"]

    def foreign(self):
        n = self.draw(st.integers(0, 20))
        self.graph.advance_op_ids(n)
        self.model.ops += ["Foreign"] * n
        if self.draw(st.booleans()):
            np.mean(self.draw(st.sampled_from(self.shapes))[:1])

    def other_op(self):
        tf.constant(1.0)
        tf.placeholder(tf.float64)
        self.model.ops += ["Const", "Placeholder"]

    def set_seed(self):
        tf.set_random_seed(self.draw(st.one_of(st.none(), st.integers(-2, 3))))

    def get_seed(self):
        expected = (None, None)
        if self.graph.seed is not None:
            expected = self.graph.seed % M, len(self.model.ops)
        assert tf.get_seed(None) == expected

    def refused(self):
        """Refused calls take no ids."""
        for call in (
            lambda: tf.random.uniform([2], seed="1"),
            lambda: tf.random.uniform([2], dtype=tf.int32),
            lambda: tf.random.normal([2], name="not valid"),
        ):
            with pytest.raises((TypeError, ValueError)):
                call()

    STEPS = (
        *("random_op", "random_op", "default_arguments", "integers", "picking_op"),
        "expression",
        *("unary", "integer_division", "foreign", "other_op", "set_seed", "get_seed"),
        "refused",
    )


@pytest.mark.parametrize("version", ["1.15", "1.0", "1.2"])
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_op_ids_are_those_of_a_plain_model(version, data):
    script = Script(data.draw, version)
    with script.graph.as_default():
        tf.set_random_seed(data.draw(st.integers(0, 2**33)))
        for _ in range(data.draw(st.integers(1, 12))):
            script.step()
        script.default_arguments()


@pytest.mark.parametrize("version", ["1.0", "1.15"])
def test_published_examples_of_the_op_id_rule(version):
    """The worked examples of op ids, of which outputs were published."""
    with tf.Graph(tensorflow=version).as_default():
        for _ in range(4):
            tf.random.uniform([], -10, 10, seed=2)
        tf.set_random_seed(2)
        c, d = (tf.random.uniform([], -10, 10) for _ in range(2))
        assert (c.op.seeds, d.op.seeds) == ((2, 31), (2, 38))
        with tf.Session() as session:
            values = session.run([c, d])
        assert [f"{x:.5f}" for x in values] == ["9.12393", "-4.53404"]


def test_expressions_of_unknown_ids_wait_to_be_told():
    with tf.Graph(tensorflow="1.15").as_default() as graph:
        tf.set_random_seed(3)
        a = tf.random.normal([4])  # 1 to 6
        for expression in (lambda: np.mean(a), lambda: a[a > 0], lambda: np.sort(a)):
            with pytest.raises(ValueError, match=r"advance_op_ids\(n\) right before"):
                expression()
        assert graph.version == 2  # and a > 0, which is 7 and 8
        a[0]  # 9 to 12
        assert tf.get_seed(None) == (3, 12)
        graph.advance_op_ids(6)
        np.mean(a[0])  # both are what was told
        assert tf.random.normal([4]).op.seeds == (3, 21)  # 19, 20, 21 are constants
        with pytest.raises(ValueError, match="mean is in TensorFlow"):
            np.mean(a)


def test_counted_graphs_take_no_notice_of_op_ids():
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(3)
        np.mean(tf.random.normal([4]))
        graph.advance_op_ids(6)
        assert tf.random.normal([4]).op.seeds == (3, 1)


@pytest.mark.parametrize("version", [None, "1.0"])
def test_numbers_of_ops(version):
    graph = tf.Graph(tensorflow=version)
    with pytest.raises(TypeError, match="must be an integer"):
        graph.advance_op_ids(1.5)
    with pytest.raises(ValueError, match="must not be negative"):
        graph.advance_op_ids(-1)


def test_zero_seeds_meant_no_seed_in_1_0_only():
    for version, expected in (("1.0", None), ("1.2", (0, M)), ("1.15", (0, M))):
        with tf.Graph(tensorflow=version).as_default():
            tf.set_random_seed(0)
            op = tf.random.uniform([2], seed=0)
            assert op.op.seeds == expected
            with tf.Session() as one, tf.Session() as two:
                same = np.array_equal(one.run(op), two.run(op))
            assert same == (expected is not None)


def test_old_normals_in_sessions():
    """As printed in 2017 and in 2019: the last digits of two values differ."""
    for version, expected in (
        ("1.0", "-2.44270396 0.59122431"),
        ("1.15", "-2.44270420 0.59122431"),
        (None, "-2.44270420 0.59122431"),
    ):
        with tf.Graph(tensorflow=version).as_default():
            values = tf.random.normal([2, 3], seed=1).eval(session=tf.Session())
        assert f"{values[1, 0]:.8f} {values[1, 2]:.8f}" == expected


def test_every_random_op_has_a_row():
    arguments = {
        **{"uniform": ([2],), "normal": ([2],), "truncated_normal": ([2],)},
        **{"shuffle": ([1, 2],), "random_crop": ([1, 2], [1])},
        **{"categorical": ([[0.5, 1.0]], 3), "gamma": ([2], 1.0)},
        **{"poisson": ([2], 3.0), "parameterized_truncated_normal": ([2],)},
    }
    no_ops = {"default_rng", "get_seed", "set_random_seed"} | {
        "Algorithm", "Generator", "create_rng_state", "experimental", "fold_in",
        "get_global_generator", "set_global_generator", "split",
        *(name for name in tf.random.__all__ if name.startswith("stateless_")),
    }  # fmt: skip
    offered = set(tf.random.__all__) - no_ops | {"random_crop"}
    assert arguments.keys() == offered
    with tf.Graph(tensorflow="1.15").as_default() as graph:
        tf.set_random_seed(1)
        for name, args in arguments.items():
            getattr(tf.random, name, tf.compat.v1.random_crop)(*args)
        tf.random.uniform([2], 0, 9, tf.int32)
        used = {op.type for op in graph.get_operations()}
    assert used == set(policies.RANDOM_OP_IDS)


def name_seed(name):
    digest = hashlib.sha256(name.encode("utf-8")).digest()
    return int.from_bytes(digest[:8], "big") % M


NAMES = st.text("abcdefghij", min_size=1, max_size=4)


@given(st.lists(NAMES, unique=True), st.data())
def test_seeds_by_name_do_not_depend_on_other_ops(names, data):
    with tf.Graph(op_seeds="name").as_default():
        tf.set_random_seed(5)
        for name in names:
            low = data.draw(st.sampled_from([0, 0.0]))
            op = tf.random.uniform([2], low, name=name).op
            assert op.seeds == (5, name_seed(name))
            tf.constant(1)
        with tf.name_scope("scope"):
            op = tf.random.normal([2], name="w").op
            assert op.seeds == (5, name_seed("scope/w"))


def test_the_name_hash_is_frozen():
    """From `printf weights | sha256sum`: 64 bits of it, modulo 2**31 - 1."""
    assert policies.name_hash("weights") == 231025505
    assert policies.name_hash("layer/größe") == 336371121


def test_names_must_be_given_and_new():
    with tf.Graph(op_seeds="name").as_default() as graph:
        tf.set_random_seed(5)
        tf.random.uniform([2], name="w")
        tf.constant(1, name="c")
        with tf.name_scope("s"):
            pass
        version = graph.version
        for name in (None, "w", "W", "c", "s"):
            with pytest.raises(ValueError, match="needs name="):
                tf.random.uniform([2], name=name)
            with pytest.raises(ValueError, match="needs name="):
                tf.random.normal([2], seed=4, name=name)
        # Scopes are numbered as ops are.
        with tf.name_scope("s"), pytest.raises(ValueError, match="needs name="):
            tf.random.uniform([2], name="v")
        with tf.name_scope("s/"):
            assert tf.random.uniform([2], name="v").op.seeds == (5, name_seed("s/v"))
        with pytest.raises(ValueError, match="no name"):
            tf.get_seed(None)
        assert graph.version == version + 1
        assert tf.get_seed(7) == (5, 7)


def test_explicit_seeds_and_no_seeds_in_a_graph_by_name():
    with tf.Graph(op_seeds="name").as_default():
        assert tf.random.uniform([2], name="a").op.seeds is None
        tf.set_random_seed(5)
        assert tf.random.uniform([2], seed=9, name="b").op.seeds == (5, 9)


def test_names_of_one_hash_are_refused(monkeypatch):
    monkeypatch.setattr(policies, "name_hash", len)
    with tf.Graph(op_seeds="name").as_default():
        tf.set_random_seed(5)
        tf.random.uniform([2], name="a")
        with pytest.raises(ValueError, match="'b' and 'a' have the same hash"):
            tf.random.uniform([2], name="b")
        assert tf.random.uniform([2], name="bb").op.seeds == (5, 2)


def test_op_seeds_arguments():
    with pytest.raises(ValueError, match="cannot be used together: the version says"):
        tf.Graph(tensorflow="2.3", op_seeds="name")
    with pytest.raises(ValueError, match="None or 'name', got 'names'"):
        tf.Graph(op_seeds="names")


@pytest.mark.parametrize("options", [{}, {"tensorflow": "1.0"}, {"op_seeds": "name"}])
def test_required_op_seeds(options):
    with tf.Graph(require_op_seeds=True, **options).as_default() as graph:
        for seed in (None, 4):
            tf.set_random_seed(seed)
            with pytest.raises(ValueError, match="require_op_seeds=True"):
                tf.random.uniform([2], name=f"a{seed}")
        assert graph.version == 0
        assert tf.random.uniform([2], seed=0, name="b").op.seeds == (4, 0)
        tf.constant(3)
