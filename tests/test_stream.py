# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Stream: pieces, views, jumps, spawned children, copies, and what it fills."""

import array
import copy
import inspect
import itertools
import pickle
import subprocess
import sys
import threading

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import philoxseed as tf
from philoxseed import Stream
from philoxseed._core import CoreStream

FLOATS = [np.float16, ml_dtypes.bfloat16, np.float32, np.float64]
DRAWS = [
    *(("uniform", dtype, {"low": -1, "high": 3}) for dtype in FLOATS),
    *(("normal", dtype, {"loc": 1, "scale": 2}) for dtype in FLOATS),
    *(("truncated_normal", dtype, {}) for dtype in FLOATS),
    *(("integers", dtype, {"low": -5, "high": 9}) for dtype in (np.int32, np.int64)),
    *(("bits", dtype, {}) for dtype in (np.uint32, np.uint64)),
]


def draw(stream, method, dtype, parameters, size):
    return getattr(stream, method)(size=size, dtype=dtype, **parameters)


# Pieces and views


@pytest.mark.parametrize(("method", "dtype", "parameters"), DRAWS)
def test_filled_pieces_are_one_draw(method, dtype, parameters):
    stream = Stream(1234, 77)
    pieces = np.empty(1003, dtype)
    before = stream.state
    for first, last in itertools.pairwise([0, 1, 3, 600, 1000, 1003]):
        piece = pieces[first:last]
        assert stream.fill(piece, method, first=first, **parameters) is piece
    assert stream.state == before
    whole = draw(stream, method, dtype, parameters, 1003)
    np.testing.assert_array_equal(pieces, whole)
    after, skipped = stream.state, Stream(1234, 77)
    skipped.skip(256 * 1003)
    assert skipped.state == after


@pytest.mark.parametrize(("method", "dtype", "parameters"), DRAWS)
@pytest.mark.parametrize("element", [0, 1, 5, 2**40 + 3])
def test_views_draw_from_an_element_on(method, dtype, parameters, element):
    stream = Stream(1234, 77)
    view = stream.at(element)
    values = draw(view, method, dtype, parameters, 50)
    # The view does not advance, and views of it start anew.
    again = draw(view, method, dtype, parameters, 50)
    np.testing.assert_array_equal(values, again)
    np.testing.assert_array_equal(
        draw(view.at(element + 7), method, dtype, parameters, 43), values[7:]
    )
    if element < 1000:
        whole = draw(stream, method, dtype, parameters, element + 50)
        np.testing.assert_array_equal(values, whole[element:])


def test_views_stay_where_they_were_made():
    stream = Stream(5)
    view = stream.at(3)
    expected = Stream(5).uniform(10)[3:]
    stream.uniform(10)
    np.testing.assert_array_equal(view.uniform(7), expected)


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda s: s.at(-1), ValueError, r"element must be in \[0, 2\*\*63\), got -1"),
        (lambda s: s.at(1.0), TypeError, "element must be an integer, not float"),
        (lambda s: s.fill(np.empty(3, "f4"), "gamma"), ValueError, "got 'gamma'"),
        (lambda s: s.fill(np.empty(3, "i4")), TypeError, "dtype"),
        (lambda s: s.fill(np.empty(3, "f4"), first=-1), ValueError, "first"),
        (lambda s: s.fill([1.0]), TypeError, "not list"),
        (lambda s: s.fill(np.empty(3, "f4"), lows=3), TypeError, "lows"),
        (lambda s: s.fill(np.empty((2, 2), "f4").T), ValueError, "pass out.T"),
        (lambda s: s.jump(-1), ValueError, "jumps"),
        (lambda s: s.spawn(-1), ValueError, "-1"),
        (lambda s: s.spawn(2.0), TypeError, "n_children must be an integer, not float"),
        (lambda s: s.spawn("2"), TypeError, "n_children must be an integer, not str"),
        (lambda s: s.uniform("2"), TypeError, "size must be an integer.*, got '2'"),
        (lambda s: s.uniform(2.5), TypeError, "size must be an integer.*, got 2.5"),
        (lambda s: s.uniform({2}), TypeError, "size must be an integer.*, got .2}"),
        (lambda s: s.uniform(-1), ValueError, "negative dimensions.*: size is -1"),
        (lambda s: s.uniform((2, -1)), ValueError, r"size is \(2, -1\)"),
    ],
)
def test_bad_arguments_move_nothing(call, error, text):
    stream = Stream(1, 2)
    with pytest.raises(error, match=text):
        call(stream)
    assert stream == Stream(1, 2)


def test_a_jump_leads_to_the_next_op_seed():
    stream = Stream(1234, 77)
    stream.jump()
    assert stream == Stream(1234, 78)
    stream.uniform(3)
    stream.jump(2**64 - 1)
    expected = Stream(1234, 77)
    expected.uniform(3)
    assert stream.state == expected.state


# Children


def gamma_code(number):
    digits = f"{number:b}"
    return "0" * (len(digits) - 1) + digits


def test_children_are_where_the_documentation_says():
    root = Stream(1234, 77)
    children = root.spawn(2) + root.spawn(2)
    for number, child in enumerate(children, 1):
        path = gamma_code(number).ljust(66, "0")
        assert child.key == 1234 ^ int(path[:33], 2) << 31
        assert child.counter == (77 ^ int(path[33:], 2) << 31) << 64
    grandchild = children[2].spawn(5)[4]
    path = (gamma_code(3) + gamma_code(5)).ljust(66, "0")
    assert grandchild.key == 1234 ^ int(path[:33], 2) << 31
    assert type(grandchild) is Stream


def test_children_are_frozen():
    """Only for stability; test_children_are_where... says where they must be."""
    child = Stream(1, 2).spawn(3)[2].spawn(1)[0]
    assert (child.key, child.counter) == (0x7000000000000001, 2 << 64)
    assert child.bits(2).tolist() == [2349124235, 4231036901]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=60))
def test_no_two_streams_of_a_forest_share_a_block(spawns):
    """Streams have 2**64 blocks each: they differ in key or upper counter half."""
    streams = [Stream(g, o) for g, o in [(0, 0), (0, 1), (1, 0), (2**31 - 2, 5)]]
    for parent, n in spawns:
        streams += streams[parent % len(streams)].spawn(n)
    places = {(stream.key, stream.counter >> 64) for stream in streams}
    assert len(places) == len(streams)
    assert all(stream.counter % 2**64 == 0 for stream in streams)


def test_spawning_does_not_move_the_parent():
    parent = Stream(3, 4)
    parent.spawn(5)
    np.testing.assert_array_equal(parent.uniform(9), Stream(3, 4).uniform(9))


def test_children_do_not_depend_on_the_place():
    parent = Stream(3, 4)
    parent.uniform(1000)
    assert parent.spawn(1)[0] == Stream(3, 4).spawn(1)[0]


def test_a_full_tree_is_refused_whole():
    stream = Stream(1)
    for _ in range(66):
        (stream,) = stream.spawn(1)
    with pytest.raises(ValueError, match="no room"):
        stream.spawn(1)
    assert stream.spawn(0) == []
    root = Stream(1)
    with pytest.raises(ValueError, match="child 8589934592 "):
        root.spawn(2**33)
    assert root == Stream(1)


def test_children_that_are_not_returned_are_not_counted(monkeypatch):
    stream = Stream(9)
    made = Stream._child

    def out_of_memory(self, number):
        if number == 3:
            raise MemoryError
        return made(self, number)

    monkeypatch.setattr(Stream, "_child", out_of_memory)
    with pytest.raises(MemoryError):
        stream.spawn(5)
    monkeypatch.undo()
    assert stream.spawn(1) == Stream(9).spawn(1)


def test_threads_spawn_different_children():
    root, children = Stream(9), []

    def spawn():
        for _ in range(100):
            children.extend(root.spawn(2))

    threads = [threading.Thread(target=spawn) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({child.key for child in children}) == 800


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit of memory")
def test_children_that_were_not_returned_come_again():
    code = """
import resource
from philoxseed import Stream
root = Stream(9)
root.spawn(2)
with open("/proc/self/statm") as file:
    used = int(file.read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 100_000_000, -1))
try:
    root.spawn(10_000_000)
except MemoryError:
    print(root.spawn(2) == Stream(9).spawn(4)[2:])
"""
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "True", done.stderr


def test_interrupted_spawning_repeats_no_child_of_another_call(monkeypatch):
    root = Stream(9)
    made, calls = Stream._child, []

    def child(self, number):
        calls.append(number)
        if number == 3:
            if len(calls) == 3:
                raise KeyboardInterrupt
            others.extend(self.spawn(1))
            raise KeyboardInterrupt
        return made(self, number)

    others = []
    monkeypatch.setattr(Stream, "_child", child)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            root.spawn(5)
    monkeypatch.undo()
    later = root.spawn(1)
    assert [*others, *later] == Stream(9).spawn(7)[5:]


# Copies, equality, repr


COPIES = [copy.copy, copy.deepcopy, lambda stream: stream.copy()] + [
    lambda stream, p=p: pickle.loads(pickle.dumps(stream, p))
    for p in range(pickle.HIGHEST_PROTOCOL + 1)
]


class Derived(Stream):
    """A subclass, to survive copies."""


def streams():
    used = Derived(3, 4)
    used.uniform(5)
    used.spawn(2)
    yield used
    yield Stream(3, 4).spawn(2)[1]
    yield Stream()
    yield Stream(3, 4).at(7)
    yield CoreStream(1, 2**100, reservation=1, old_normals=True)


@pytest.mark.parametrize("copied", COPIES)
@pytest.mark.parametrize("stream", list(streams()), ids=lambda s: type(s).__name__)
def test_copies_go_on_alike_and_alone(copied, stream):
    other = copied(stream)
    assert type(other) is type(stream) and other == stream
    np.testing.assert_array_equal(other.normal(9), stream.copy().normal(9))
    if isinstance(stream, Stream):
        assert other != stream
        assert other.spawn(2) == stream.copy().spawn(2)


def test_equality():
    stream = Stream(1, 2)
    assert stream == Stream(1, 2) and stream == Stream.from_kernel_seeds(1, 2)
    assert stream != Stream(1, 3) and stream != Stream(2, 2)
    assert stream != Derived(1, 2) and stream != stream.state
    other = stream.copy()
    other.spawn(1)
    assert stream != other
    assert stream.at(1) != stream.at(2)
    with pytest.raises(TypeError, match="unhashable"):
        hash(stream)


@pytest.mark.parametrize(
    "stream",
    [
        Stream(1234),
        Stream.from_kernel_seeds(-1, 2**63),
        Stream(3).at(5),
        CoreStream(5, 7),
        CoreStream(5, 7, reservation=2, old_normals=True),
    ],
)
def test_repr_can_be_typed(stream):
    assert eval(repr(stream), {"Stream": Stream, "CoreStream": CoreStream}) == stream


def test_repr_tells_the_place():
    stream = Stream(1234, 7)
    stream.uniform(2)
    text = "<Stream.from_kernel_seeds(1234, 7) after skip(512)>"
    assert repr(stream) == text
    again = Stream.from_kernel_seeds(1234, 7)
    again.skip(512)
    assert again == stream


def test_state_is_plain_and_keeps_children_apart():
    stream = Stream(1234, 7)
    stream.spawn(3)
    stream.state = Stream(5, 6).state
    assert stream.state == {"algorithm": "philox4x32-10", "key": 5, "counter": 6 << 64}
    assert stream.spawn(1)[0].key == Stream(5, 6).spawn(4)[3].key


# What can be filled


class Lender:
    """Something that lends its memory in one way only."""

    def __init__(self, dtype=np.float32, read_only=False):
        self.memory = np.zeros(6, dtype)
        self.memory.flags.writeable = not read_only


class LendsArray(Lender):
    def __array__(self, dtype=None, copy=None):
        return self.memory


class LendsInterface(Lender):
    @property
    def __array_interface__(self):
        return self.memory.__array_interface__


class LendsDLPack(Lender):
    def __dlpack__(self, **arguments):
        return self.memory.__dlpack__(**arguments)

    def __dlpack_device__(self):
        return self.memory.__dlpack_device__()


class OnAnotherDevice(LendsDLPack):
    def __dlpack__(self, **arguments):
        raise BufferError("not on a CPU")


class LendsBoth(LendsDLPack, LendsArray):
    """In two ways, the first of which may give read-only memory."""


class LendsOldArray(Lender):
    """As PyTorch's tensors: __array__ cannot be asked not to copy."""

    def __array__(self, dtype=None):
        return self.memory


LENDERS = [LendsArray, LendsInterface, LendsDLPack, LendsBoth]


@pytest.mark.parametrize("kind", LENDERS)
def test_lenders_are_filled(kind):
    if kind is LendsDLPack and not np.from_dlpack(LendsDLPack()).flags.writeable:
        pytest.skip("this NumPy makes what DLPack lends read-only")
    out = kind()
    assert Stream(1).uniform(out=out) is out
    np.testing.assert_array_equal(out.memory, Stream(1).uniform(6))
    assert Stream(1).fill(out, first=3) is out
    np.testing.assert_array_equal(out.memory, Stream(1).uniform(9)[3:])


def test_buffers_are_filled():
    out = array.array("f", [0.0] * 6)
    assert Stream(1).normal(out=out) is out
    assert out.tolist() == Stream(1).normal(6).tolist()
    memory = memoryview(array.array("d", [0.0] * 6)).cast("B").cast("d", (2, 3))
    Stream(1).normal(out=memory, dtype=np.float64)
    expected = Stream(1).normal((2, 3), dtype=np.float64)
    assert memory.tolist() == expected.tolist()


def shared_memory_map(tmp_path):
    return np.memmap(tmp_path / "values", np.float32, "w+", shape=(2, 3))


def test_memory_maps_are_filled(tmp_path):
    out = shared_memory_map(tmp_path)
    Stream(1).uniform(out=out)
    out.flush()
    values = np.fromfile(tmp_path / "values", np.float32)
    np.testing.assert_array_equal(values, Stream(1).uniform(6))


@pytest.mark.parametrize(
    ("out", "error", "text"),
    [
        ([0.0] * 3, TypeError, "not list"),
        ("abc", TypeError, "not str"),
        (5, TypeError, "not int"),
        (OnAnotherDevice(), TypeError, "not OnAnotherDevice.*: not on a CPU"),
        (bytearray(12), TypeError, "Expected float32, got uint8"),
        (LendsArray(np.float64), TypeError, "Expected float32, got float64"),
        (LendsOldArray(), TypeError, "not LendsOldArray"),
        (LendsArray(read_only=True), ValueError, "read-only"),
        (bytes(12), TypeError, "not bytes"),
        (memoryview(array.array("f", [0.0] * 6)).toreadonly(), ValueError, "read-only"),
        (np.zeros((2, 3), "f4", order="F"), ValueError, "out.T"),
        (np.zeros(13, "u1")[1:].view("f4"), ValueError, "aligned"),
        (np.zeros((4, 4), "f4")[:, :2], ValueError, "C-contiguous"),
        (
            np.zeros(3, np.dtype("f4").newbyteorder()),
            TypeError,
            "Expected float32, got [<>]f4",
        ),
    ],
)
def test_what_cannot_be_filled(out, error, text):
    stream = Stream(1)
    with pytest.raises(error, match=text):
        stream.uniform(out=out)
    assert stream == Stream(1)


def test_views_and_their_pieces_count_from_the_stream():
    stream = Stream(1)
    values = stream.copy().uniform(20)
    view = stream.at(5)
    assert view.at(8) == stream.at(8)
    out = np.empty(2, np.float32)
    np.testing.assert_array_equal(view.fill(out, first=2), values[2:4])


@pytest.mark.parametrize(
    "move",
    [
        lambda view: view.permutation(5),
        lambda view: view.skip(3),
        lambda view: view.jump(),
        lambda view: setattr(view, "state", Stream(2).state),
    ],
)
@pytest.mark.parametrize("stream", [Stream(1), CoreStream(1)])
def test_views_never_move(stream, move):
    view = stream.at(5)
    before = view.state, view.uniform(4).tolist()
    with pytest.raises(
        ValueError, match=r"A view never advances, so .* only its stream"
    ):
        move(view)
    assert (view.state, view.uniform(4).tolist()) == before


def test_views_are_a_class_of_their_own():
    stream = Stream(1)
    stream.uniform(3)
    view = stream.at(5)
    assert type(view) is type(view.at(2)) is tf.StreamView
    assert repr(view) == "<Stream.from_kernel_seeds(1, 0) after skip(768)>.at(5)"
    assert view == pickle.loads(pickle.dumps(view)) == view.copy()
    np.testing.assert_array_equal(view.copy().normal(3), stream.normal(8)[5:])
    with pytest.raises(TypeError, match=r"made by at\(element\) of a Stream"):
        tf.StreamView()


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda s: s.uniform(0, 1), r"write uniform\(size, low=0.0, high=1.0\)"),
        (lambda s: s.uniform(5, 10), "takes size alone by place"),
        (lambda s: s.normal(0, 1, 5), r"write normal\(size, loc=0.0, scale=1.0\)"),
        (lambda s: s.truncated_normal(0, 1), r"write truncated_normal\(size, loc="),
        (lambda s: s.normal(5, stddev=2), "has no stddev=: here it is scale="),
        (lambda s: s.truncated_normal(5, mean=2), "has no mean=: here it is loc="),
        (lambda s: s.uniform(5, minval=2), "has no minval=: here it is low="),
        (lambda s: s.integers(5, maxval=2), "has no maxval=: here it is high="),
        (lambda s: s.uniform(5, colour=2), "colour"),
        (
            lambda s: s.normal(5, mean=1, stddev=2),
            "mean=, stddev=: here it is loc= and",
        ),
        (lambda s: s.fill(np.empty(3, "f4"), "normal", stddev=1), "it is scale="),
        (lambda s: s.integers(), "needs limits"),
    ],
)
def test_parameters_go_by_their_names(call, message):
    for stream in (Stream(1), Stream(1).at(2)):
        before = stream.state
        with pytest.raises(TypeError, match=message):
            call(stream)
        assert stream.state == before


def test_low_is_not_above_high():
    stream = Stream(1)
    with pytest.raises(ValueError, match="low must not be above high, got low=3"):
        stream.uniform(4, low=3, high=1)
    assert stream.counter == Stream(1).counter
    assert stream.uniform(2, low=3, high=3).tolist() == [3, 3]
    with pytest.raises(ValueError, match="low must not be above"):  # as given
        stream.uniform(4, low=1.0001, high=1, dtype="float16")
    with pytest.raises(ValueError, match="low must not be above"):
        stream.fill(np.empty(3, "f4"), low=2, high=1)
    # TensorFlow's op takes it.
    with tf.Graph().as_default(), tf.Session() as session:
        tf.set_random_seed(1)
        values = session.run(tf.random.uniform([4], 3, 1))
    assert ((values > 1) & (values <= 3)).all()


@pytest.mark.parametrize("method", ["normal", "truncated_normal"])
def test_scales_are_not_negative(method):
    for stream in (Stream(1), Stream(1).at(2)):
        with pytest.raises(ValueError, match="scale must not be negative, got -1"):
            getattr(stream, method)(4, scale=-1)
        assert stream.counter == Stream(1).counter
        assert np.isnan(getattr(stream, method)(3, scale=np.nan)).all()
    # TensorFlow's op takes it.
    with tf.Graph().as_default(), tf.Session() as session:
        tf.set_random_seed(1)
        values = session.run(getattr(tf.random, method)([4], stddev=-1.0))
    np.testing.assert_array_equal(values, -getattr(Stream(1), method)(4))


def test_signatures_show_what_is_meant():
    assert list(inspect.signature(Stream.normal).parameters) == [
        "self", "size", "loc", "scale", "dtype", "out", "threads"
    ]  # fmt: skip
    integers = str(inspect.signature(Stream(1).integers))
    assert integers.startswith("(low, high=None, size=None, *, dtype=")
    for name in ("bits", "integers", "normal", "truncated_normal", "uniform"):
        method = getattr(Stream, name)
        assert inspect.getdoc(method).startswith("Draw ")
        dtype = inspect.signature(method).parameters["dtype"].default
        size = {"low": 9, "size": 3} if name == "integers" else {"size": 3}
        assert getattr(Stream(1), name)(**size).dtype == dtype


@pytest.mark.parametrize("owner", [Stream, Stream(1), Stream(1).at(3)])
def test_all_methods_of_numpys_generator_are_elsewhere(owner):
    names = [name for name in dir(np.random.Generator) if not name.startswith("_")]
    shared = {"integers", "normal", "permutation", "spawn", "uniform"}
    for name in set(names) - shared:
        with pytest.raises(AttributeError, match=rf"default_rng\(seed\), as {name}"):
            getattr(owner, name)
        assert name not in dir(owner)
    assert "uniform" in dir(owner)


@pytest.mark.parametrize("name", ["gamma", "choice", "random", "shuffle"])
def test_methods_of_numpys_generator_are_elsewhere(name):
    with pytest.raises(AttributeError, match=rf"default_rng\(seed\), as {name}"):
        getattr(Stream(1), name)
    with pytest.raises(AttributeError, match=r"has no attribute 'colour'$"):
        Stream(1).colour  # noqa: B018


def test_the_names_of_seeds():
    with pytest.raises(TypeError, match="no seed=: its seeds are graph_seed="):
        Stream(seed=1)
    with pytest.raises(TypeError, match="no key, counter=: its seeds are"):
        Stream(key=1, counter=2)
