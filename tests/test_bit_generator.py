# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Philox4x32 as a numpy.random.BitGenerator: words, seeds, state, copies."""

import copy
import json
import pickle
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from generator_model import Model
from hypothesis import given, settings
from hypothesis import strategies as st

import philoxseed
from philoxseed import Philox4x32, Stream
from philoxseed._core import CoreStream

VECTORS = Path(__file__).parent / "data" / "randomgen" / "philox4x32.json"
CASES = json.loads(VECTORS.read_text())["cases"]
NUMPYS = ["MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64"]


def made(case):
    return Philox4x32(key=case["key"], counter=case["counter"])


@pytest.mark.parametrize("case", CASES)
def test_words_are_those_of_randomgen(case):
    assert made(case).random_raw(600).tolist() == case["random_raw"]
    one_by_one = made(case)
    assert [one_by_one.random_raw() for _ in range(600)] == case["random_raw"]


@pytest.mark.parametrize("interface", ["ctypes", "cffi"])
@pytest.mark.parametrize("case", CASES)
def test_functions_are_those_of_randomgen(case, interface):
    """But for odd words before pairs, which are dropped here; doubles are NumPy's."""
    if interface == "cffi":
        pytest.importorskip("cffi")
    bits = made(case)
    functions = getattr(bits, interface)
    turns = [functions.next_uint32, functions.next_uint64] * 10
    drawn = [turn(functions.state) for turn in turns]
    theirs = iter(case["random_raw"])
    for value, turn in zip(drawn, turns, strict=True):
        word = next(theirs)
        if turn is functions.next_uint64:
            word = next(theirs) << 32 | next(theirs)
        assert value == word
    bits = made(case)
    functions = getattr(bits, interface)
    pairs = zip(case["random_raw"][:18:2], case["random_raw"][1:18:2], strict=True)
    doubles = [functions.next_double(functions.state) for _ in range(9)]
    assert doubles == [((a << 32 | b) >> 11) * 2.0**-53 for a, b in pairs]


@pytest.mark.slow
@pytest.mark.parametrize("key", [0, 99, 2**63 + 5])
def test_many_words_are_those_of_randomgen(key):
    randomgen = pytest.importorskip("randomgen")
    theirs = randomgen.Philox(key=key, counter=10, number=4, width=32)
    ours = Philox4x32(key=key, counter=11)
    np.testing.assert_array_equal(ours.random_raw(10**6), theirs.random_raw(10**6))


# Every method of Generator that draws, with arguments.
DRAWS = [
    ("beta", 2.0, 3.0, 50),
    ("binomial", 20, 0.3, 50),
    ("bytes", 33),
    ("chisquare", 3.0, 50),
    ("choice", 100, 10),
    ("dirichlet", [1.0, 2.0, 3.0], 20),
    ("exponential", 2.0, 50),
    ("f", 3.0, 4.0, 50),
    ("gamma", 0.7, 2.0, 50),
    ("geometric", 0.2, 50),
    ("gumbel", 0.0, 1.0, 50),
    ("hypergeometric", 30, 40, 20, 50),
    ("integers", 0, 1000, 50),
    ("laplace", 0.0, 1.0, 50),
    ("logistic", 0.0, 1.0, 50),
    ("lognormal", 0.0, 1.0, 50),
    ("logseries", 0.5, 50),
    ("multinomial", 20, [0.2, 0.3, 0.5], 10),
    ("multivariate_hypergeometric", [10, 20, 30], 15, 10),
    ("multivariate_normal", [0.0, 1.0], [[2.0, 0.5], [0.5, 1.0]], 10),
    ("negative_binomial", 5, 0.4, 50),
    ("noncentral_chisquare", 3.0, 1.0, 50),
    ("noncentral_f", 3.0, 4.0, 1.0, 50),
    ("normal", 1.0, 2.0, 50),
    ("pareto", 3.0, 50),
    ("permutation", 50),
    ("permuted", np.arange(20)),
    ("poisson", 4.0, 50),
    ("power", 3.0, 50),
    ("random", 51),
    ("rayleigh", 1.0, 50),
    ("standard_cauchy", 50),
    ("standard_exponential", 50),
    ("standard_gamma", 2.0, 50),
    ("standard_normal", 51),
    ("standard_t", 3.0, 50),
    ("triangular", 0.0, 1.0, 2.0, 50),
    ("uniform", 1.0, 2.0, 51),
    ("vonmises", 0.0, 1.0, 50),
    ("wald", 1.0, 1.0, 50),
    ("weibull", 2.0, 50),
    ("zipf", 3.0, 50),
]


def test_every_method_of_generator_draws():
    public = {name for name in dir(np.random.Generator) if not name.startswith("_")}
    others = {"bit_generator", "spawn", "shuffle"}
    assert {method for method, *_ in DRAWS} == public - others
    generator = np.random.Generator(Philox4x32(3))
    again = np.random.Generator(Philox4x32(3))
    for method, *arguments in DRAWS:
        values = getattr(generator, method)(*arguments)
        expected = getattr(again, method)(*arguments)
        np.testing.assert_array_equal(values, expected)
        assert len(np.unique(np.frombuffer(values, np.uint8))) > 1
    assert generator.bit_generator.state == again.bit_generator.state


def test_the_legacy_random_state_takes_it():
    state = np.random.RandomState(Philox4x32(3))
    again = np.random.RandomState(Philox4x32(3))
    assert state.randint(10, size=20).tolist() == again.randint(10, size=20).tolist()


@pytest.mark.parametrize(
    "copied",
    [
        copy.deepcopy,
        lambda x: pickle.loads(pickle.dumps(x)),
        lambda x: restored(x, x.get_state(legacy=False)),
    ],
)
def test_a_random_state_on_it_is_restored(copied):
    """RandomState adds the normal that it keeps to the bit generator's state."""
    state = np.random.RandomState(Philox4x32(3))
    state.randn(3)
    other = copied(state)
    assert type(other._bit_generator) is Philox4x32
    assert other.randn(5).tolist() == state.randn(5).tolist()


def restored(random_state, state):
    other = np.random.RandomState(Philox4x32(4))
    other.set_state(state)
    return other


@pytest.mark.parametrize("seed", [0, 12345, 2**100, [1, 2, 3], np.array([7, 8])])
def test_seeds_are_a_seed_sequences(seed):
    sequence = np.random.SeedSequence(seed)
    key, upper = map(int, sequence.generate_state(2, np.uint64))
    state = Philox4x32(seed).state["state"]
    assert state == {"key": key, "counter": upper << 64}
    assert Philox4x32(sequence).state["state"] == state
    assert Philox4x32(seed).seed_seq.entropy is not None


def test_unseeded_ones_differ():
    assert Philox4x32().state != Philox4x32().state


@pytest.mark.parametrize("seed", [-1, 1.5, "seed", [-1], [1.5], 2 + 1j])
def test_bad_seeds_are_refused_as_numpy_does(seed):
    with pytest.raises((TypeError, ValueError)) as numpys:
        np.random.PCG64(seed)
    with pytest.raises(numpys.type):
        Philox4x32(seed)


@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        ({"seed": "a"}, TypeError, "seed must be None, an int.*, got 'a'"),
        ({"seed": -1}, ValueError, "seed: expected non-negative.*, got -1"),
        ({"seed": 1, "key": 1}, ValueError, "seed and key cannot be both used"),
        ({"counter": 1}, ValueError, "counter goes with key"),
        ({"seed": 1, "counter": 1}, ValueError, "counter goes with key"),
        ({"key": -1}, ValueError, r"key must be in \[0, 2\*\*64\), got -1"),
        ({"key": 2**64}, ValueError, "key must be in"),
        ({"key": 1.0}, TypeError, "key must be an integer, not float"),
        ({"key": 1, "counter": 2**128}, ValueError, "counter must be in"),
        ({"key": 1, "counter": "1"}, TypeError, "counter must be an integer, not str"),
    ],
)
def test_bad_arguments(arguments, error, text):
    with pytest.raises(error, match=text):
        Philox4x32(**arguments)


def test_kernel_seeds_are_a_tensorflow_ops():
    bits = Philox4x32.from_kernel_seeds(-5, 77)
    words = Stream.from_kernel_seeds(-5, 77).bits(300)
    np.testing.assert_array_equal(bits.random_raw(300), words)
    assert type(bits) is Philox4x32
    for seeds, error in [((0, 0), ValueError), ((2**64, 0), ValueError)]:
        with pytest.raises(error, match="kernel seeds"):
            Philox4x32.from_kernel_seeds(*seeds)
    with pytest.raises(TypeError):
        Philox4x32.from_kernel_seeds(1.5, 2)


@pytest.mark.parametrize("used", [0, 1, 2, 3, 4, 253, 255, 256, 257, 1023, 1025])
def test_state_goes_to_any_word_and_back(used):
    words = CoreStream(5, 2**64 - 30).bits(used + 300)
    bits = Philox4x32(key=5, counter=2**64 - 30)
    bits.random_raw(used) if used else None
    state = bits.state
    assert state == {
        "bit_generator": "Philox4x32",
        "state": {"key": 5, "counter": 2**64 - 30 + used // 4},
        "buffer_pos": used % 4,
    }
    np.testing.assert_array_equal(bits.random_raw(300), words[used:])
    other = Philox4x32(1)
    other.random_raw(7)
    other.state = state
    assert other.state == state
    np.testing.assert_array_equal(other.random_raw(300), words[used:])


def bad_states():
    good = Philox4x32(key=1, counter=2).state
    inner = good["state"]
    yield None, TypeError
    yield [1], TypeError
    yield {}, ValueError
    yield np.random.Philox(1).state, ValueError
    yield {**good, "bit_generator": "Philox"}, ValueError
    yield np.random.PCG64(1).state, ValueError
    yield {"state": inner, "buffer_pos": 0}, ValueError
    yield {**good, "state": 5}, TypeError
    yield {**good, "state": {"key": 1}}, ValueError
    yield {**good, "state": {**inner, "key": 2**64}}, ValueError
    yield {**good, "state": {**inner, "key": 1.0}}, TypeError
    yield {**good, "state": {**inner, "counter": -1}}, ValueError
    yield {**good, "buffer_pos": 4}, ValueError
    yield {**good, "buffer_pos": None}, TypeError


@pytest.mark.parametrize(("state", "error"), list(bad_states()))
def test_wrong_states_are_refused_whole(state, error):
    bits = Philox4x32(key=9, counter=9)
    bits.random_raw(5)
    before = bits.state
    with pytest.raises(error):
        bits.state = state
    assert bits.state == before


def test_states_of_others_are_refused_by_their_name():
    with pytest.raises(ValueError, match="of a Philox4x32, got one of a PCG64"):
        Philox4x32(1).state = np.random.PCG64(1).state


class Derived(Philox4x32):
    """A subclass, to survive copies and jumps."""


@pytest.mark.parametrize("cls", [Philox4x32, Derived])
@pytest.mark.parametrize("used", [0, 6])
@pytest.mark.parametrize(
    "copied",
    [copy.copy, copy.deepcopy]
    + [
        lambda x, p=p: pickle.loads(pickle.dumps(x, p))
        for p in range(pickle.HIGHEST_PROTOCOL + 1)
    ],
)
def test_copies_go_on_alike_and_alone(copied, used, cls):
    bits = cls(42)
    for _ in range(used):
        bits.random_raw()
    other = copied(bits)
    assert type(other) is cls
    assert other.seed_seq.entropy == 42
    first, second = bits.spawn(1)[0], other.spawn(1)[0]
    assert copied is copy.copy or first.state == second.state
    np.testing.assert_array_equal(other.random_raw(300), bits.random_raw(300))
    other.random_raw()
    assert other.state != bits.state


def test_a_generator_on_it_pickles():
    generator = np.random.Generator(Philox4x32(3))
    generator.random(5)
    other = pickle.loads(pickle.dumps(generator))
    assert type(other.bit_generator) is Philox4x32
    assert other.normal(size=9).tolist() == generator.normal(size=9).tolist()


@pytest.mark.parametrize("used", [0, 1, 3, 4, 258])
@pytest.mark.parametrize("delta", [0, 1, 63, 64, 2**64 - 1, 2**127 + 3, -1, -(2**128)])
def test_advance_is_drawing_four_words_a_block(used, delta):
    bits = Philox4x32(key=3, counter=1000)
    bits.random_raw(used) if used else None
    assert bits.advance(delta) is bits
    assert bits.state["buffer_pos"] == used % 4
    block = (1000 + used // 4 + delta) % 2**128
    words = CoreStream(3, block).bits(used % 4 + 20)[used % 4 :]
    np.testing.assert_array_equal(bits.random_raw(20), words)


def test_jumps():
    bits = Derived(key=3, counter=1000)
    bits.random_raw(5)
    before = bits.state
    jumped = bits.jumped(3)
    assert bits.state == before
    assert type(jumped) is Derived
    assert jumped.state["state"] == {"key": 3, "counter": 1001 + (3 << 64)}
    assert jumped.state["buffer_pos"] == 1
    assert bits.jumped().state == bits.advance(1 << 64).state
    for call in (bits.jumped, bits.advance):
        with pytest.raises(TypeError):
            call(1.5)


def test_children_are_the_seed_sequences():
    bits = Philox4x32(5)
    children = bits.spawn(2) + bits.spawn(1)
    sequences = np.random.SeedSequence(5).spawn(3)
    assert [c.state for c in children] == [Philox4x32(s).state for s in sequences]
    assert all(type(c) is Philox4x32 for c in children)
    with pytest.raises(TypeError, match="made by a key"):
        Philox4x32(key=1).spawn(2)


@pytest.mark.parametrize(
    ("n", "error"), [("2", TypeError), (2.0, TypeError), (-1, OverflowError)]
)
def test_bad_numbers_of_children(n, error):
    bits = Philox4x32(5)
    for spawn in (bits.spawn, philoxseed.default_rng(bits).spawn):
        with pytest.raises(error, match="n_children must be"):
            spawn(n)
    assert bits.seed_seq.n_children_spawned == 0


@pytest.mark.parametrize("shared", ["bit generator", "seed sequence"])
def test_threads_spawn_different_children(shared):
    sequence = np.random.SeedSequence(9)
    one = Philox4x32(sequence)
    parents = [one if shared == "bit generator" else Philox4x32(sequence)] * 3 + [one]
    children = []

    def spawn(parent):
        for _ in range(200):
            children.extend(parent.spawn(3))

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=spawn, args=(p,)) for p in parents]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert len({child.seed_seq.spawn_key for child in children}) == 4 * 200 * 3


def test_the_lock_keeps_other_threads_out():
    bits = Philox4x32(key=1)
    drawn = []
    with bits.lock:
        thread = threading.Thread(target=lambda: drawn.append(bits.random_raw(3)))
        thread.start()
        thread.join(0.1)
        assert not drawn
        # Who has the lock may draw by the functions, and look at the state.
        functions = bits.ctypes
        mine = [functions.next_uint32(functions.state) for _ in range(3)]
        bits.state = bits.state
    thread.join()
    np.testing.assert_array_equal(mine, CoreStream(1).bits(3))
    np.testing.assert_array_equal(drawn[0], CoreStream(1).bits(6)[3:])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["raw", "uint32", "uint64", "double"]), max_size=200))
def test_functions_take_the_words_in_order(calls):
    bits = Philox4x32(key=11)
    functions = bits.ctypes
    model = Model(11)
    for call in calls:
        if call == "raw":
            assert bits.random_raw() == model.bits(32)
        elif call == "uint32":
            assert functions.next_uint32(functions.state) == model.bits(32)
        elif call == "uint64":
            assert functions.next_uint64(functions.state) == model.bits(64)
        else:
            assert functions.next_double(functions.state) == model.random()


@pytest.mark.parametrize("name", NUMPYS)
def test_other_bit_generators_are_not_taken_for_it(name):
    with pytest.raises(TypeError, match=f"needs a Philox4x32, not {name}"):
        philoxseed.default_rng(getattr(np.random, name)(1))


def test_it_shows_where_it_stands():
    bits = Philox4x32(key=0x1234, counter=0xABC << 64)
    assert repr(bits) == "<Philox4x32 key=0x1234 counter=0xabc0000000000000000>"
    bits.advance(5)  # blocks
    assert repr(bits) == "<Philox4x32 key=0x1234 counter=0xabc0000000000000005>"
    assert str(philoxseed.default_rng(1)) == "PhiloxGenerator(Philox4x32)"
