# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The spellings of TensorFlow 1, for scripts of unknown age."""

import logging
import subprocess
import sys
import warnings

import pytest

import philoxseed
import philoxseed.compat.v1 as v1
from philoxseed._graph import graph as graph_module

WARNING = "this automatic op seed follows the rule of TensorFlow 2.2 and later"


@pytest.fixture(autouse=True)
def new_process(monkeypatch):
    monkeypatch.setattr(graph_module, "_was_warned", False)
    v1.reset_default_graph()
    yield
    v1.reset_default_graph()


def test_script_of_tensorflow_1():
    v1.disable_v2_behavior()
    v1.disable_eager_execution()
    v1.logging.set_verbosity(v1.logging.ERROR)
    v1.reset_default_graph(tensorflow="2.3")
    config = v1.ConfigProto(log_device_placement=True, gpu_options=v1.GPUOptions())
    config.gpu_options.allow_growth = True
    v1.set_random_seed(1234)
    ops = [
        v1.random_uniform([1]),
        v1.random_normal([1], 0.0, 1.0, v1.float32),
        v1.truncated_normal([2]),
        v1.random_shuffle([1, 2, 3]),
        v1.random_crop([1, 2, 3], [1]),
    ]
    with v1.Session(config=config) as session:
        session.run(v1.global_variables_initializer())
        uniform, normal, *_ = session.run(ops)
    v1.reset_default_graph()
    assert (str(uniform[0]), str(normal[0])) == ("0.13047123", "-0.32364845")
    assert not v1.executing_eagerly()


TAKE_SEEDS = {
    "random_uniform": lambda: v1.random_uniform([1]),
    "random_normal": lambda: v1.random_normal([1]),
    "truncated_normal": lambda: v1.truncated_normal([1]),
    "random_shuffle": lambda: v1.random_shuffle([1, 2]),
    "random_crop": lambda: v1.random_crop([1, 2], [1]),
    "random.uniform": lambda: v1.random.uniform([1]),
    "get_seed": lambda: v1.get_seed(None),
}


@pytest.mark.parametrize("set_seed", [v1.set_random_seed, v1.random.set_random_seed])
@pytest.mark.parametrize("name", TAKE_SEEDS)
def test_an_automatic_op_seed_asks_for_the_version(name, set_seed):
    set_seed(1234)
    with pytest.warns(UserWarning, match=WARNING) as caught:
        TAKE_SEEDS[name]()
    assert [w.filename for w in caught] == [__file__]
    for choice in ("reset_default_graph(tensorflow='1.15')", "tensorflow='2.3'"):
        assert choice in str(caught[0].message)


def test_it_asks_once_in_a_process():
    script = """
import warnings
warnings.simplefilter("always")
import philoxseed.compat.v1 as tf
for _ in range(2):
    tf.reset_default_graph()
    tf.set_random_seed(1234)
    for _ in range(3):
        tf.random_uniform([1])
"""
    done = subprocess.run(
        [sys.executable, "-P", "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stderr.count("UserWarning") == 1
    assert WARNING in done.stderr


def choose_by_reset(version):
    v1.reset_default_graph(tensorflow=version)
    v1.set_random_seed(1234)
    return v1.random_uniform([1], name="u")


def choose_by_graph(version):
    with v1.Graph(tensorflow=version).as_default():
        v1.set_random_seed(1234)
        return v1.random_uniform([1], name="u")


@pytest.mark.parametrize("choose", [choose_by_reset, choose_by_graph])
@pytest.mark.parametrize(
    ("version", "printed"), [("1.15", "0.96046877"), ("2.3", "0.13047123")]
)
def test_a_version_that_is_chosen_is_not_asked_for(choose, version, printed):
    """What TensorFlow 1.15 and 2.3 printed for this script."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tensor = choose(version)
    with v1.Session(graph=tensor.graph) as session:
        assert str(session.run(tensor)[0]) == printed


def no_graph_seed():
    v1.set_random_seed(1)
    v1.set_random_seed(None)
    v1.random_uniform([1])


def own_seeds():
    v1.set_random_seed(1234)
    v1.random_uniform([1], seed=3)


def seeds_by_name():
    with v1.Graph(op_seeds="name").as_default():
        v1.set_random_seed(1234)
        v1.random_uniform([1], name="u")


def not_of_tensorflow_1():
    philoxseed.set_random_seed(1234)
    philoxseed.random.uniform([1])


@pytest.mark.parametrize(
    "script", [no_graph_seed, own_seeds, seeds_by_name, not_of_tensorflow_1]
)
def test_what_is_the_same_in_all_versions_asks_nothing(script):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        script()


def test_a_warning_that_is_an_error_leaves_no_trace():
    v1.set_random_seed(1234)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(2):
            with pytest.raises(UserWarning, match=WARNING):
                v1.random_uniform([1])
            with pytest.raises(UserWarning, match=WARNING):
                v1.get_seed(None)
    with pytest.warns(UserWarning, match=WARNING):
        tensor = v1.random_uniform([1])
    assert (tensor.op.name, tensor.op.seeds) == (
        "random_uniform/RandomUniform",
        (1234, 0),
    )


def test_tools_are_at_hand():
    assert v1.explain_seeds is philoxseed.explain_seeds
    assert v1.find_op_seed is philoxseed.find_op_seed


NO_OPS = {
    # As live TensorFlows 1.0 to 2.21 name what they make of no variables.
    "global_variables_initializer": ((), "init"),
    "local_variables_initializer": ((), "init"),
    "variables_initializer": (([],), "init"),
    "tables_initializer": ((), "init_all_tables"),
    "initialize_all_variables": ((), "init"),
    "initialize_local_variables": ((), "init"),
    "initialize_variables": (([],), "init"),
    "initialize_all_tables": ((), "init_all_tables"),
    "no_op": ((), "NoOp"),
}


@pytest.mark.parametrize("name", NO_OPS)
def test_initializers_are_one_op(name):
    arguments, op_name = NO_OPS[name]
    v1.reset_default_graph(tensorflow="1.15")
    v1.set_random_seed(1234)
    operation = getattr(v1, name)(*arguments)
    assert (operation.name, operation.type) == (op_name, "NoOp")
    assert v1.random_uniform([1]).op.seeds == (1234, 4)
    with v1.Session() as session:
        assert session.run(operation) is None


def test_options():
    options = v1.GraphOptions(
        optimizer_options=v1.OptimizerOptions(opt_level=v1.OptimizerOptions.L0)
    )
    config = v1.ConfigProto(graph_options=options)
    assert config.graph_options.optimizer_options.opt_level == -1
    config.gpu_options.allow_growth = True
    assert config.gpu_options.allow_growth is True


def test_logging(caplog):
    with caplog.at_level(logging.DEBUG, "philoxseed"):
        v1.logging.set_verbosity(v1.logging.INFO)
        v1.logging.debug("no")
        v1.logging.info("loss %d", 3)
        v1.logging.warn("a")
        v1.logging.warning("b")
        v1.logging.error("c")
        v1.logging.fatal("d")
        v1.logging.log(v1.logging.ERROR, "e")
        assert v1.logging.get_verbosity() == v1.logging.INFO
    assert caplog.messages == ["loss 3", *"abcde"]


def test_a_version_without_its_name():
    message = r"got '1.15' without a name: .* reset_default_graph\(tensorflow='1.15'\)"
    with pytest.raises(TypeError, match=message):
        v1.reset_default_graph("1.15")
    with pytest.raises(TypeError, match="got 1, 15 without a name"):
        philoxseed.reset_default_graph(1, 15)
