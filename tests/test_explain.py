# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Seeds that explain themselves."""

import warnings
from html.parser import HTMLParser

import numpy as np
import pytest

import philoxseed as tf
from philoxseed._core import CoreStream

M = 2**31 - 1


@pytest.fixture(autouse=True)
def no_other_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def mixed_graph(**options):
    with tf.Graph(**options).as_default() as graph:
        tf.random.uniform([2], name="a")
        tf.constant(3.0)
        tf.random.normal([2], seed=7, name="b")
        tf.set_random_seed(42)
        tf.random.uniform([2], 0, 9, tf.int32, name="c")
        tf.random.truncated_normal([2], seed=-1, name="d")
    return graph


def explained(graph):
    with pytest.warns(UserWarning, match="came after") as caught:
        table = tf.explain_seeds(graph)
    assert len(caught) == 1
    assert caught[0].filename == __file__
    return table


@pytest.mark.parametrize(
    ("options", "op_seed", "source"),
    [
        ({}, 0, "counter"),
        # Ops 1 to 7, 8, 9 to 14, and the constants 15 to 17.
        ({"tensorflow": "1.15"}, 17, "op id"),
        ({"tensorflow": "1.0"}, 17, "op id"),
        ({"op_seeds": "name"}, 105566954, "name"),
    ],
)
def test_rows(options, op_seed, source):
    rows = explained(mixed_graph(**options))
    assert isinstance(rows, tuple)
    assert [row.kind for row in rows] == [
        *("RandomUniform", "RandomStandardNormal"),
        *("RandomUniformInt", "TruncatedNormal"),
    ]
    assert [row[:1] + row[2:7] for row in rows] == [
        ("a/RandomUniform", None, None, "operating system", None, None),
        ("b", None, 7, "explicit", 87654321, 7 << 64),
        ("c", 42, op_seed, source, 42, op_seed << 64),
        ("d", 42, -1, "explicit", 42, (M - 1) << 64),
    ]


def test_key_and_counter_are_where_the_values_start():
    graph = mixed_graph()
    row = explained(graph)[1]
    expected = CoreStream(row.key, row.counter).normal(2)
    with tf.Session(graph=graph) as session:
        np.testing.assert_array_equal(session.run("b:0"), expected)


def test_table():
    text = str(explained(mixed_graph()))
    assert repr(explained(mixed_graph())) == text
    assert text.splitlines() == [
        "name             kind                  graph seed       op seed  from"
        "              key        counter",
        "a/RandomUniform  RandomUniform         none             none     operating"
        " system",
        "b                RandomStandardNormal  none (87654321)  7        explicit"
        "          0x5397fb1  0x70000000000000000",
        "c                RandomUniformInt      42               0        counter"
        "           0x2a       0x0",
        "d                TruncatedNormal       42               -1       explicit"
        "          0x2a       0x7ffffffe0000000000000000",
    ]
    with tf.Graph().as_default() as graph:
        assert str(tf.explain_seeds(graph)).split() == [
            *("name", "kind", "graph", "seed", "op", "seed", "from", "key", "counter")
        ]


class Cells(HTMLParser):
    """The texts of a table's cells, by their tags."""

    def __init__(self):
        super().__init__()
        self.open, self.rows = [], []

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.rows[-1].append((self.open[-1], data))


def test_table_in_notebooks():
    table = explained(mixed_graph())
    parser = Cells()
    parser.feed(table._repr_html_())
    assert not parser.open
    head, *rows = parser.rows
    assert head == [
        ("th", text)
        for text in ("name", "kind", "graph seed", "op seed", "from", "key", "counter")
    ]
    texts = [" ".join(text for _, text in row) for row in rows]
    assert texts == [" ".join(line.split()) for line in str(table).splitlines()[1:]]
    assert {tag for row in rows for tag, _ in row} == {"td"}


def test_no_traps_no_warnings():
    with tf.Graph().as_default() as graph:
        tf.constant(1)
        tf.set_random_seed(42)
        tf.random.uniform([2])
        tf.random.uniform([2], seed=0)
        tf.set_random_seed(42)
        assert len(tf.explain_seeds(graph)) == 2
        tf.set_random_seed(None)
        tf.explain_seeds(graph)


def test_a_late_graph_seed():
    with tf.Graph().as_default() as graph:
        tf.random.uniform([2], name="early")
        tf.random.uniform([2], 5, name="too")
        tf.set_random_seed(1)
        tf.random.uniform([2], name="fine")
    with pytest.warns(UserWarning) as caught:
        tf.explain_seeds(graph)
    (message,) = [str(w.message) for w in caught]
    assert "set_random_seed(1)" in message
    assert message.endswith("'early/RandomUniform', 'too'")


@pytest.mark.parametrize(
    ("version", "consequence", "source", "counter"),
    [
        (None, "become (0, 2147483647)", "counter", M << 64),
        ("1.0", "leave the op without a seed", "operating system", None),
    ],
)
def test_zero_seeds(version, consequence, source, counter):
    with tf.Graph(tensorflow=version).as_default() as graph:
        tf.set_random_seed(M)
        seed = None if version is None else 0
        tf.random.normal([2], seed=seed, name="zero")
        tf.random.normal([2], seed=1, name="one")
    with pytest.warns(UserWarning) as caught:
        row = tf.explain_seeds(graph)[0]
    (message,) = [str(w.message) for w in caught]
    assert consequence in message and message.endswith("'zero'")
    assert (row.op_seed, row.source, row.counter) == (0, source, counter)


def test_float_seeds_that_become_no_seed():
    with tf.Graph().as_default() as graph:
        with pytest.warns(UserWarning, match="should be an integer"):
            tf.set_random_seed(0.5)
        tf.random.normal([2], name="lost")
        tf.random.normal([2], name="kept")
    with pytest.warns(UserWarning) as caught:
        lost, kept = tf.explain_seeds(graph)
    (message,) = [str(w.message) for w in caught]
    assert "float seeds" in message and message.endswith("'lost'")
    assert lost[2:7] == (0.5, 0, "operating system", None, None)
    assert kept[2:7] == (0.5, 1, "counter", 0, 1 << 64)


@pytest.mark.parametrize("graph", [3, "graph", tf.Graph])
def test_what_is_no_graph(graph):
    with pytest.raises(TypeError, match="graph must be a Graph"):
        tf.explain_seeds(graph)


def test_the_default_graph_is_explained():
    with tf.Graph().as_default() as graph:
        tf.random.uniform([1], seed=1, name="x")
        assert tf.explain_seeds() == tf.explain_seeds(graph)
        assert tf.explain_seeds()[0].name == "x/RandomUniform"
