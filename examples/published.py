# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Numbers that people published from TensorFlow, 2016 to now, drawn again.

Issues, courses, books and documentation show outputs of seeded random ops. Where the
script is known and made of ops that philoxseed has, it runs here by the rules of its
TensorFlow, which choose the seeds that it does not give. For other cases an op gets the
seeds that TensorFlow's kernel had.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

import philoxseed.compat.v1 as tf
import philoxseed.compat.v2 as tf2

DATA = Path(__file__).parent.parent / "tests" / "data" / "published.json"
CASES = {case["id"]: case for case in json.loads(DATA.read_text())["cases"]}

# The TensorFlow version and the script of a case; it yields what it printed.
SCRIPTS: dict[str, tuple[str, Callable[[], Iterator[Any]]]] = {}


def script(case_id: str, version: str) -> Callable[[Any], Any]:
    """Register a published script."""

    def register(function: Callable[[], Iterator[Any]]) -> Callable[[], Iterator[Any]]:
        SCRIPTS[case_id] = version, function
        return function

    return register


def initialized(variables: Any) -> Any:
    """Return the first values of variables."""
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        return session.run(variables)


@script("gh9171a", "1.1")
def _() -> Iterator[Any]:
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        tf.set_random_seed(1)
        yield session.run(tf.truncated_normal([1]))


@script("gh1091a", "1.0")
def _() -> Iterator[Any]:
    tf.set_random_seed(42)
    # It was get_variable's own initializer in 2016.
    initializer = tf.uniform_unit_scaling_initializer()
    yield initialized(tf.get_variable("y", [1, 5], initializer=initializer))


@script("cs20op", "1.15")
def _() -> Iterator[Any]:
    op = tf.random_uniform([], -10, 10, seed=2)
    with tf.Session() as session:
        yield session.run(op)
        yield session.run(op)


@script("cs20c", "1.15")
def _() -> Iterator[Any]:
    for _ in range(4):
        tf.random_uniform([], -10, 10, seed=2)
    tf.set_random_seed(2)
    yield tf.random_uniform([], -10, 10).eval(session=tf.Session())


@script("cs20c0", "1.15")
def _() -> Iterator[Any]:
    tf.set_random_seed(2)
    yield tf.random_uniform([], -10, 10).eval(session=tf.Session())


@script("cs20d0", "1.15")
def _() -> Iterator[Any]:
    tf.set_random_seed(2)
    tf.random_uniform([], -10, 10)
    yield tf.random_uniform([], -10, 10).eval(session=tf.Session())


@script("dlw1", "1.15")
def _() -> Iterator[Any]:
    tf.set_random_seed(1)
    initializer = tf.contrib.layers.xavier_initializer(seed=0)
    yield initialized(tf.get_variable("W1", [4, 4, 3, 8], initializer=initializer))


@script("dlz3a", "1.15")
def _() -> Iterator[Any]:
    yield convolutional_network(n_ops_of_flatten=8)


@script("dlz3b", "1.15")
def _() -> Iterator[Any]:
    yield convolutional_network(n_ops_of_flatten=14)  # of another version


def convolutional_network(n_ops_of_flatten: int) -> Any:
    """Return what the network of a course computes from its first weights."""
    tf.placeholder(tf.float32, [None, 64, 64, 3])
    tf.placeholder(tf.float32, [None, 6])
    tf.set_random_seed(1)
    xavier = tf.contrib.layers.xavier_initializer
    first = tf.get_variable("W1", [4, 4, 3, 8], initializer=xavier(seed=0))
    second = tf.get_variable("W2", [2, 2, 8, 16], initializer=xavier(seed=0))
    # Two convolutions, each with relu and pool, which NumPy computes below.
    tf.get_default_graph().advance_op_ids(6 + n_ops_of_flatten)
    last = tf.get_variable("fully_connected/weights", [64, 6], initializer=xavier())
    weights = initialized([first, second, last])
    layer = np.random.RandomState(1).randn(2, 64, 64, 3).astype(np.float32)
    layer = pooled(np.maximum(convolved(layer, weights[0]), 0), 8)
    layer = pooled(np.maximum(convolved(layer, weights[1]), 0), 4)
    return layer.reshape(2, -1) @ weights[2]


def convolved(images: Any, kernel: Any) -> Any:
    """Return a convolution with padding to the same size, in float64."""
    height, width = kernel.shape[:2]
    rows, columns = (height - 1) // 2, (width - 1) // 2
    padding = (rows, height - 1 - rows), (columns, width - 1 - columns)
    padded = np.pad(images.astype(float), ((0, 0), *padding, (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (height, width), (1, 2))
    return np.einsum("nhwcij,ijco->nhwo", windows, kernel, optimize=True)


def pooled(images: Any, size: int) -> Any:
    """Return the largest value of each square of a size."""
    n, height, width, channels = images.shape
    squares = images.reshape(n, height // size, size, width // size, size, channels)
    return squares.max((2, 4))


@script("dljcontent", "1.15")
def _() -> Iterator[Any]:
    tf.set_random_seed(1)
    a = tf.random_normal([1, 4, 4, 3], mean=1, stddev=4)
    b = tf.random_normal([1, 4, 4, 3], mean=1, stddev=4)
    with tf.Session() as session:
        content, generated = session.run([a, b])
    yield np.sum((content - generated) ** 2) / (4 * 4 * 4 * 3)


@script("dlgram", "1.15")
def _() -> Iterator[Any]:
    tf.set_random_seed(1)
    a = tf.random_normal([3, 2], mean=1, stddev=4)
    with tf.Session() as session:
        a = session.run(a)
    yield a @ a.T


@script("dlyolo", "1.0")
def _() -> Iterator[Any]:
    shapes = [19, 19, 5, 1], [19, 19, 5, 4], [19, 19, 5, 80]
    confidence, boxes, classes = (
        tf.random_normal(shape, mean=1, stddev=4, seed=1) for shape in shapes
    )

    def third_good(values: Any, scores: Any) -> Any:
        return values[np.max(scores, axis=-1) >= 0.5][2]

    with tf.Session() as session:
        x, y = session.run([confidence, classes])
        yield third_good(np.max(x * y, axis=-1), x * y)
        x, y, z = session.run([confidence, classes, boxes])
        yield third_good(z, x * y)
        x, y = session.run([confidence, classes])
        yield third_good(np.argmax(x * y, axis=-1), x * y)


@script("book_w1_old", "1.0")
def _() -> Iterator[Any]:
    yield initialized(tf.Variable(tf.random_normal([2, 3], stddev=1, seed=1)))


@script("scisharp513", "1.15")
def _() -> Iterator[Any]:
    yield initialized(tf.Variable(tf.random_normal([2, 3], stddev=1, seed=1)))


@script("csdn_tn", "1.0")
def _() -> Iterator[Any]:
    yield initialized(tf.Variable(tf.truncated_normal([2, 2], seed=2)))


@script("gh28695", "1.15")
def _() -> Iterator[Any]:
    op = tf.random.normal([5], seed=1)
    with tf.Session() as session:
        for _ in range(3):
            yield session.run(op)


@script("notes_u", "1.15")
def _() -> Iterator[Any]:
    yield tf.random_uniform([2, 3], 5, 10, seed=7).eval(session=tf.Session())


@script("repro112a", "1.15")
def _() -> Iterator[Any]:
    tf.set_random_seed(0)
    yield tf.random.normal([100, 100]).eval(session=tf.Session())


@script("gh35090", "1.15")
def _() -> Iterator[Any]:
    tf.placeholder(tf.int64, [])  # the argument of the function that is mapped
    tf.set_random_seed(88)
    op = tf.random.uniform([1], 0.2, 5.0)
    with tf.Session() as session:
        for _ in range(3):
            yield session.run(op)


@script("jk_fn_a", "2.3")
def _() -> Iterator[Any]:
    tf.set_random_seed(1234)
    op = tf.random.uniform([1])  # in a tf.function, which is a graph
    with tf.Session() as session:
        yield session.run(op)
        yield session.run(op)


def run_script(case_id: str) -> tuple[tf.Graph, list[Any]]:
    """Return the graph of a script, and what it printed."""
    version, function = SCRIPTS[case_id]
    with tf.Graph(tensorflow=version).as_default() as graph:
        return graph, list(function())


def draw_from_seeds(case: dict[str, Any]) -> list[Any]:
    """Return what the op of a case prints, given the seeds that its kernel had."""
    kind, _, function = case["op"].partition(".")
    if kind in ("generator", "stateless"):
        return [draw_at_once(kind, function, case["op_seed"], case["kwargs"])]
    version = "1.0" if case.get("normal_variant") == "old" else "2.3"
    with tf.Graph(tensorflow=version).as_default():
        graph_seed, op_seed = case["kernel_seeds"]
        tf.set_random_seed(graph_seed)
        op = make_op(case, op_seed)
        with tf.Session() as session:
            runs = [session.run(op) for _ in range(1 + case["draws"][-1]["run"])]
    if case["op"] == "dropout":
        rate = case["kwargs"]["rate"]
        scale = np.float32(1 / (1 - rate))
        runs = [np.where(u >= rate, scale, np.float32(0)) for u in runs]
    return [runs[draw["run"]] for draw in case["draws"]]


def draw_at_once(kind: str, function: str, seed: Any, kwargs: dict[str, Any]) -> Any:
    """Return what a generator or a stateless function of TensorFlow 2 gives."""
    if kind == "generator":
        generator = tf2.random.Generator.from_seed(seed)
        return getattr(generator, function)(**kwargs)
    if function == "dropout":
        ones = np.ones(kwargs["shape"], np.float32)
        return tf2.nn.experimental.stateless_dropout(ones, kwargs["rate"], seed)
    if function == "brightness":
        image = np.arange(1, 13, dtype=np.float32).reshape(2, 2, 3)
        return tf2.image.stateless_random_brightness(image, kwargs["max_delta"], seed)
    if function in ("split", "fold_in"):
        return getattr(tf2.random, function)(seed, **kwargs)
    return getattr(tf2.random, f"stateless_{function}")(seed=seed, **kwargs)


def make_op(case: dict[str, Any], seed: int) -> tf.Tensor:
    """Make the random op of a case."""
    kwargs = case["kwargs"]
    if case["op"] == "random.categorical":
        logits = np.log(kwargs["logits"]).astype(np.float32)
        return tf.random.categorical(logits, kwargs["num_samples"], seed=seed)
    if case["op"] == "dropout":
        return tf.random_uniform(kwargs["shape"], seed=seed)
    if case["op"] == "random.shuffle":
        return tf.random_shuffle(kwargs["value"], seed=seed)
    function = {
        "random.uniform": tf.random_uniform,
        "random.normal": tf.random_normal,
        "random.truncated_normal": tf.truncated_normal,
    }[case["op"]]
    return function(**kwargs, dtype=case["dtype"], seed=seed)


def agrees(case: dict[str, Any], printed: str, value: Any) -> bool:
    """Whether a value shows the printed digits, or is exact where they tell all."""
    texts = re.findall(r"\S+", printed)
    values = np.ravel(value).tolist()
    if len(texts) != len(values):
        return False
    if "relative_tolerance" in case:
        allowed = case["relative_tolerance"] * np.abs(np.array(texts, float)).max()
        return np.allclose(values, np.array(texts, float), rtol=0, atol=allowed)
    if case["exact_float32"]:
        return values == np.array(texts, np.asarray(value).dtype).tolist()
    return all(map(shows, texts, values))


def shows(text: str, value: float) -> bool:
    """Whether a number is within half a unit of the last digit that was printed."""
    printed = Decimal(text)
    unit = Decimal(10) ** printed.as_tuple()[2]
    return abs(Decimal(value) - printed) <= unit / 2


def compare(case: dict[str, Any], values: list[Any]) -> list[bool]:
    """Return for each published output of a case whether its value agrees."""
    return [
        agrees(case, draw["printed"], value[tuple(draw.get("index", ()))])
        for draw, value in zip(case["draws"], values, strict=True)
    ]


def cut(text: str, width: int) -> str:
    """Return a text, cut between two words or parts of a path if it is too wide."""
    if len(text) <= width:
        return text
    end = max(text.rfind(" ", 0, width - 3), text.rfind("/", 0, width - 3))
    return f"{text[:end]} ..."


def main() -> int:
    """Print the table; return 1 if a number is not what was published."""
    print(f"{'version':18} {'printed then':>15} {'drawn now':>14}  where")
    n_drawn, n_wrong = 0, 0
    for case in CASES.values():
        if case["status"] != "reproduced":
            continue
        is_known = case["id"] in SCRIPTS
        values = run_script(case["id"])[1] if is_known else draw_from_seeds(case)
        is_right = all(compare(case, values))
        first = np.ravel(values[0][tuple(case["draws"][0].get("index", ()))])[0]
        version = re.split(" [(]|, | and ", case["tf_version"])[0]
        printed = case["draws"][0]["printed"].split()[0]
        row = f"{version:18} {printed:>15} {first:>14.9g}  "
        where = cut(case["source"], 80 - len(row)) if is_right else "DIFFERS"
        print(row + where)
        n_drawn += 1
        n_wrong += not is_right
    print(f"\n{n_drawn} drawn again, {n_wrong} differ.")
    return 1 if n_wrong else 0


if __name__ == "__main__":
    sys.exit(main())
