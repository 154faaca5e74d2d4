# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Whether what philoxseed says of TensorFlow's names is true of TensorFlow.

``hint_program.py`` runs the snippets, in old versions as ``test_old_tensorflow.py``
says, and in the installed one.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import philoxseed as px
from philoxseed import _missing

FOLDER = Path(os.environ.get("PHILOXSEED_OLD_TENSORFLOW", "build"))
PROGRAM = Path(__file__).parent / "hint_program.py"
VERSIONS = [
    *(
        pytest.param(version, marks=pytest.mark.tensorflow_old)
        for version in ("1.0.0", "1.15.0", "2.3.0")
    ),
    pytest.param("installed", marks=pytest.mark.tensorflow),
]

# By the name that has a hint: its use. The hint says whether it counts where automatic
# op seeds are op ids. What there is in some versions only is an error in the others.
USES = {
    "colocate_with": "with tf.colocate_with(tf.constant(1.0)): pass",
    "RunOptions": "tf.RunOptions(trace_level=3)",
    "RunMetadata": "tf.RunMetadata()",
    "profiler": "tf.profiler.ProfileOptionBuilder.float_operation()",
    "disable_control_flow_v2": "tf.disable_control_flow_v2()",
    "disable_tensor_equality": "tf.disable_tensor_equality()",
    "disable_v2_tensorshape": "tf.disable_v2_tensorshape()",
    "config": "tf.config.threading.set_inter_op_parallelism_threads",
    "gfile": "tf.gfile.Exists('.')",
    "enable_resource_variables": "tf.disable_resource_variables()",
    "train": "tf.train.GradientDescentOptimizer(0.1).minimize(tf.Variable(1.0) * 2)",
    "gradients": "x = tf.constant(1.0)\ntf.gradients(x * x, x)",
    "losses": "tf.losses.mean_squared_error([1.0], [2.0])",
    "layers": "tf.layers.dense(tf.constant([[1.0]]), 2)",
    "summary": "tf.summary.scalar('x', tf.constant(1.0))",
    "cond": "tf.cond(tf.constant(True), lambda: tf.zeros([]), lambda: tf.ones([]))",
    "while_loop": "tf.while_loop(lambda i: i < 2, lambda i: i + 1, [0])",
    "Assert": "tf.Assert(tf.constant(True), [1])",
    "pad": "tf.pad([[1.0]], [[1, 1], [1, 1]])",
}
# Ops that the snippets need, and that are none of the name's.
OTHER_OPS = {
    "colocate_with": 1, "summary": 1,
    "gradients": 3,
    "Assert": 1,
}  # fmt: skip

FUNCTION = """
@tf.function
def f(x):
    return x + tf.random_uniform([2])
show(f(tf.constant(0.0)))
"""
SNIPPETS = {
    **USES,
    "nothing": "",
    "function": FUNCTION,
    "a variable": "tf.get_variable('x', [2])",
    "a resource variable": "tf.get_variable('x', [2], use_resource=True)",
    "summary of a number": "tf.summary.scalar('x', 1.0)",
}


@pytest.fixture(scope="module", params=VERSIONS)
def found(request, tmp_path_factory):
    """The version, and what its snippets did."""
    python = FOLDER / f"tensorflow-{request.param}" / "bin" / "python"
    if request.param == "installed":
        pytest.importorskip("tensorflow")
        python = sys.executable
    elif not python.exists():
        pytest.skip(f"no TensorFlow {request.param}: {python} does not exist")
    folder = tmp_path_factory.mktemp("hints")
    (folder / "snippets.json").write_text(json.dumps(SNIPPETS))
    subprocess.run(
        [python, PROGRAM, folder / "snippets.json", folder / "results.json"],
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONPATH": ""},
        check=True,
    )
    found = json.loads((folder / "results.json").read_text())
    return found["version"], found["results"]


def follows_op_ids(version):
    return version.startswith("1.")


def there(results, name):
    """What a snippet did; skip where its TensorFlow has no such thing."""
    result = results[name]
    if isinstance(result, str):
        assert result.startswith(("AttributeError", "ModuleNotFoundError")) or (
            "unexpected keyword" in result
        ), result
        pytest.skip(result)
    return result


def seeds_after(version, n_ops):
    """The seeds of a normal op after so many ops, none of which took a seed."""
    with px.Graph(tensorflow=version).as_default() as graph:
        px.set_random_seed(1234)
        graph.advance_op_ids(n_ops)
        return list(px.random.normal([2]).op.seeds)


def test_uses_are_of_names_that_have_a_hint():
    assert USES.keys() <= _missing._INSTEAD.keys()


@pytest.mark.parametrize("name", USES)
def test_what_counts_as_ops(found, name):
    version, results = found
    n_ops, seeds, _ = there(results, name)
    is_said_to_count = _missing.OP_IDS in _missing._INSTEAD[name]
    assert (n_ops > OTHER_OPS.get(name, 0)) == is_said_to_count
    if follows_op_ids(version):
        assert seeds == seeds_after(version, n_ops)


def test_functions_are_graphs_of_their_own(found):
    version, results = found
    _, _, (values,) = there(results, "function")
    with px.Graph(tensorflow=version).as_default() as graph:
        px.set_random_seed(1234)
        x = px.placeholder(px.float32, [])
        with px.Session(graph=graph) as session:
            expected = session.run(x + px.random.uniform([2]), {x: 0})
    np.testing.assert_array_equal(np.float32(values), expected)


def test_variables_and_summaries(found):
    _, results = found
    plain, resource = (results[k][0] for k in ("a variable", "a resource variable"))
    if follows_op_ids(found[0]):
        assert results["summary"][0] - OTHER_OPS["summary"] == 2
        assert results["summary of a number"][0] == 3
    if isinstance(results["a resource variable"], str):
        pytest.skip("no resource variables")
    assert resource == plain + 1
