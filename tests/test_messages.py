# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Errors, read as their victims read them.

Each names the argument, says what was expected and what came. All that the sources can
raise are read here as texts, without being raised; those that a user meets first are
provoked.
"""

import ast
import re
from pathlib import Path

import numpy as np
import pytest

import philoxseed as px

SOURCES = Path(__file__).parent.parent / "philoxseed"

# Words that say what would be right.
EXPECTATION = re.compile(
    r"\bmust\b|\bexpected\b|\bshould\b|\bneeds?\b|\bcannot be\b|\bat (mo|lea)st\b"
    r"|\bone of\b|\bonly\b|\bthere (are|is)\b|\btakes?\b|\bnot supported\b|\bbetween\b"
    r"|\brequired\b|\bgive\b|\buse\b|\binstead\b|\bmatch\b|\bincompatible\b|\bcall\b"
    r"|\bmake\b|\brange\b|\bsay\b|\bcan be\b| [<>]=? ",
    re.IGNORECASE,
)


def files():
    yield from sorted(SOURCES.rglob("*.py"))
    yield from sorted([*SOURCES.rglob("*.pyx"), *SOURCES.rglob("*.pxi")])


def calls(path):
    """Yield (line, call) for each call of a class of errors in a file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and re.search(
                r"(Error|Exception)$", ast.unparse(node.func)
            ):
                yield node.lineno, node
        return
    for found in re.finditer(r"\b(?:raise|return) (\w+Error|refused)\(", text):
        start = found.end(1) - len(found[1])
        # Without Cython's casts, it is an expression of Python: the shortest is it.
        text_from = re.sub(r"<\w+(?: ?\*)?>|&(?=\w)", "", text[start : start + 3000])
        for end in re.finditer(r"\)", text_from):
            try:
                call = ast.parse(text_from[: end.end()], mode="eval").body
                break
            except SyntaxError:
                continue
        line = text.count("\n", 0, start) + 1
        yield line, call


def written(node):
    """Return a message as it is written, with what is filled in between braces."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(map(written, node.values))
    if isinstance(node, ast.FormattedValue):
        return "{" + ast.unparse(node.value) + "}"
    if isinstance(node, ast.BinOp):
        return written(node.left) + written(node.right)
    if isinstance(node, ast.IfExp):
        return written(node.body) + written(node.orelse)
    return "{" + ast.unparse(node) + "}"


def parameters(path):
    """Return the names of the parameters of all functions in a file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        lists = re.findall(r"def [^\n(]*\(([^)]*)\)", text)
        return {name for parameters in lists for name in re.findall(r"\w+", parameters)}
    names = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            all_of_them = node.args.args + node.args.kwonlyargs + node.args.posonlyargs
            names.update(argument.arg for argument in all_of_them)
    return names


# Parameters that are words of English, or of a message's own.
WORDS = {"a", "is", "in", "one", "of", "it", "as", "type", "function", "object", "int"}

# What stands for a name that is filled in, or for an object that speaks for itself.
NAMED_BY = re.compile(
    r"\{(name|what|method|self|function|tensor|operation|type|scope)\b"
    r"|\{' and '\.join|PHILOXSEED_NUM_THREADS|\b[an] must "
)


# Messages that are not about an argument, or say it in another way, by their starts.
# The rest of such a message says what to do.
OTHERS = {
    # Another error's message, which is read where it is raised.
    ("_dtypes.py", "{str(error)}"),
    ("_graph/plan.py", "{message}"),
    ("_graph/session.py", "Cannot interpret feed_dict key as Tensor: {error.args[0]}"),
    ("_graph/shapes.py", "shapes {listed} do not broadcast: {error}"),
    ("_missing.py", "{message}"),
    ("_missing.py", "{message}: {hint}"),
    ("random/_arguments.py", "{text}; [3] and [2, 4] are shapes"),
    ("random/_stateless.py", "{str(error)}"),
    # Functions that make a message: `_unknown` and `miss`.
    ("_seeds/profiles.py", "{_unknown("),
    ("_tools/search.py", "{search.miss("),
    # NumPy's words.
    ("_core_parts/bit_generator.pxi", "seed: {error}, got {seed}"),
    ("_core_parts/each.pxi", "high {'<' if closed else '<='} 0: {high}"),
    ("_core_parts/each.pxi", "low {sign} high: {low} {sign} {high}"),
    ("_core_parts/orders.pxi", "p: Probabilities "),
    ("_core_parts/orders.pxi", "Cannot take a larger sample than population when repl"),
    ("_core_parts/orders.pxi", "Fewer non-zero entries in p than size: "),
    # A name that is not there: which is, or where.
    (
        "_core_parts/checked_stream.pxi",
        "{method} has no {'=, '.join(names)}=: here it is",
    ),
    ("_missing.py", "module {module} does not offer {name}: {hint}"),
    ("_stream.py", "{owner.__name__} object has no attribute"),
    ("_stream.py", "Stream has no {', '.join(others)}=: its seeds are graph_seed="),
    ("compat/v1/_scripts.py", "{name}"),
    ("_lazy_arrays.py", "philoxseed.dask needs Dask: pip install philoxseed[dask]"),
    # A state, which nobody gave.
    ("__init__.py", "__version__ is that of an installed philoxseed, this one is"),
    ("_graph/graph.py", "reset_default_graph cannot be used inside"),
    ("_graph/elements.py", "{name} is not in the graph: {op_name} has {outputs}"),
    ("_graph/graph.py", "got {', '.join(map(repr, others))} without a name: a version"),
    ("_graph/handle.py", "a {type(self).__name__} can be neither pickled nor copied"),
    ("_graph/session.py", "The Session graph is empty. Make ops"),
    ("_graph/session.py", "Attempted to use a closed Session. Make another one"),
    ("_graph/tensor_shape.py", "a dimension that is not known is no integer: only"),
    ("_graph/tensor_shape.py", "the number of axes of this TensorShape is not known"),
    ("_core_parts/arrays.pxi", "bfloat16 needs the package ml_dtypes: pip install"),
    ("_core_parts/lock.pxi", "cannot release a lock that this thread does not hold"),
    ("_core_parts/orders.pxi", "x must be writable"),
    ("_core_parts/orders.pxi", "out must be writable"),
    ("random/_generator.py", "alg 'threefry' is not supported"),
    ("random/_parameterized.py", "a thousand candidates in a row were not accepted"),
    ("_seeds/policies.py", "get_seed(None) has no seed to give in a graph"),
    ("_stream.py", "a StreamView is made by at(element) of a Stream: use"),
    # TensorFlow's words, which say what to do.
    ("_variables/get.py", "Variable {name} does not exist, or was not created with"),
    ("_variables/get.py", "Variable {name} already exists, disallowed. Did you mean"),
}


def test_every_message_says_what_was_expected_and_what_came():
    found, used = [], set()
    for path in files():
        name = path.relative_to(SOURCES).as_posix()
        for line, call in calls(path):
            # Without words: a method of an abstract class, or a class of errors.
            if not call.args or ast.unparse(call.func).startswith("super()"):
                continue
            message = written(call.args[0])
            others = {
                (file, start)
                for file, start in OTHERS
                if file == name and message.startswith(start)
            }
            used |= others
            came = re.search(r"\{|\bgot\b|Received", message)
            if not (others or (came and EXPECTATION.search(message))):
                found.append(f"{name}:{line}: {message}")
    assert found == []
    assert used == OTHERS, "these are no more"


def test_every_message_names_the_argument():
    names = set().union(*map(parameters, files())) - WORDS
    found = []
    for path in files():
        name = path.relative_to(SOURCES).as_posix()
        for line, call in calls(path):
            message = written(call.args[0]) if call.args else ""
            is_other = any(
                file == name and message.startswith(start) for file, start in OTHERS
            )
            words = set(re.findall(r"\w+", re.sub(r"\{[^}]*\}", "", message)))
            if message and not (is_other or words & names or NAMED_BY.search(message)):
                found.append(f"{name}:{line}: {message}")
    assert found == []


def test_messages_of_the_core_are_read():
    texts = [written(call.args[0]) for path in files() if path.suffix == ".pxi"
             for _, call in calls(path) if call.args]  # fmt: skip
    assert len(texts) > 40
    assert any(text.startswith("{name} must be an integer") for text in texts)


NAMES = {"px": px, "np": np, "tf": px.compat.v1, "tf2": px.compat.v2}
S = "px.Stream(1)."
R = "px.default_rng(1)."
U = "px.random."

# Each: what is called, the argument, what was expected, and what came.
PROVOKED = [
    # Streams.
    ("px.Stream('a')", "graph_seed", "integer or None", "'a'"),
    ("px.Stream(1, 2.5j)", "op_seed", "integer or None", "2.5j"),
    ("px.Stream(seed=3)", "seed=", "graph_seed= and op_seed=", "seed"),
    ("px.Stream.from_kernel_seeds(1.5, 2)", "kernel seeds", "integers", "1.5"),
    ("px.Stream.from_kernel_seeds(2**64, 2)", "kernel seeds", "64 bits", "18446744"),
    ("px.Stream.from_kernel_seeds(0, 0)", "kernel seeds", "not be both 0", "(0, 0)"),
    (S + "uniform(-1)", "size", "0 or more", "-1"),
    (S + "uniform('3')", "size", "integer or a sequence", "'3'"),
    (S + "uniform(3, dtype='int8')", "dtype", "float32", "int8"),
    (S + "uniform(3, low=2.0, high=1.0)", "low", "high", "2.0"),
    (S + "uniform(3, low='a')", "low", "real number", "'a'"),
    (S + "uniform(3, 0.0, 1.0)", "size", "uniform(size, low=", "place"),
    (S + "uniform(3, minval=1)", "minval=", "low=", "minval"),
    (S + "normal(3, scale=-1.0)", "scale", "negative", "-1.0"),
    (S + "normal(3, loc=[1])", "loc", "real number", "[1]"),
    (S + "integers(5, 5)", "low", "[low, high)", "5 >= 5"),
    (S + "integers(0, 2**40, dtype='int32')", "high", "at most 2147483648", "10995"),
    (S + "integers(1.5)", "high", "integer", "float"),
    (S + "integers()", "limits", "integers(high)", "none"),
    (S + "bits(3, dtype='int32')", "dtype", "uint32", "int32"),
    (S + "uniform(3, threads=0)", "threads", "[1, 1024]", "0"),
    (S + "uniform(3, threads='x')", "threads", "integer", "str"),
    (S + "uniform(3, out=[1.0])", "out", "numpy.ndarray", "list"),
    (S + "uniform(3, out=np.zeros(3))", "output array", "Expected float32", "float64"),
    (S + "uniform(3, out=np.zeros(4, 'f4'))", "size", "match out.shape", "(4,)"),
    (S + "uniform(out=np.zeros((4, 4), 'f4').T)", "output array", "C-contig", "copy"),
    (S + "skip(-1)", "blocks", "[0, 2**", "-1"),
    (S + "at(-1)", "element", "[0, 2**", "-1"),
    (S + "at('x')", "element", "integer", "str"),
    (S + "spawn(-1)", "n_children", "negative", "-1"),
    (S + "spawn('x')", "n_children", "integer", "str"),
    (S + "spawn(2**40)", "n_children", "at most 66 bits", "1099511627776"),
    (S + "fill(np.zeros(3), 'gamma')", "distribution", "one of bits", "'gamma'"),
    (S + "fill(np.zeros(3), 'uniform', dtype='f4')", "dtype", "out", "'f4'"),
    (S + "standard_normal(3)", "standard_normal", "default_rng", "'Stream'"),
    ("setattr(px.Stream(1), 'state', {'key': 1})", "state", "keys", "got key"),
    ("setattr(px.Stream(1), 'state', 3)", "state", "dict", "int"),
    ("px.StreamView()", "StreamView", "at(element)", "made"),
    # NumPy's objects.
    ("px.default_rng('a')", "seed", "int", "'a'"),
    ("px.default_rng(-1)", "seed", "non-negative", "-1"),
    ("px.default_rng(np.random.PCG64(1))", "Philox4x32", "default_rng(seed)", "PCG64"),
    ("px.PhiloxGenerator(np.random.PCG64(1))", "Philox4x32", "needs", "PCG64"),
    ("px.PhiloxGenerator(px.Philox4x32)", "bit_generator", "call", "class"),
    ("px.Philox4x32(key=-1)", "key", "[0, 2**64)", "-1"),
    ("px.Philox4x32(1, key=1)", "seed", "cannot be both", "key=1"),
    ("px.Philox4x32(counter=1)", "counter", "expected key=", "counter=1"),
    ("px.Philox4x32(key=1).spawn(2)", "spawn", "Make it by a seed", "2 children"),
    ("px.Philox4x32(1).spawn(-1)", "n_children", "[0, 2**32)", "-1"),
    ("setattr(px.Philox4x32(1), 'state', np.random.PCG64(1).state)",
     "state", "one of a Philox4x32", "PCG64"),
    (R + "random(3, dtype='f2')", "dtype", "float32, float64", "float16"),
    (R + "normal(0, -1, 3)", "scale", "< 0", "-1"),
    (R + "normal('a', 1, 3)", "loc", "real number", "a"),
    (R + "integers(5, 5)", "low", "low >= high", "5 >= 5"),
    (R + "integers(0)", "high", "high <= 0", "0"),
    (R + "integers(0, 300, dtype='u1')", "high", "at most 256", "300"),
    (R + "integers(-1, 3, dtype='u1')", "low", "at least 0", "-1"),
    (R + "integers(3, dtype='f4')", "dtype", "int64", "float32"),
    (R + "standard_exponential(3, method='x')", "method", "'inv' or 'zig'", "'x'"),
    (R + "uniform([0, 1], [1, 2], 3)", "size", "broadcast", "(3,)"),
    (R + "uniform([0, 1], [1, 2, 3])", "shape", "broadcast", "(3,)"),
    # Graphs and sessions.
    ("px.Graph('1.15')", "tensorflow=", "by keyword", "'1.15'"),
    ("px.Graph(tensorflow='9')", "TensorFlow", "0.6 to 2.21", "'9'"),
    ("px.Graph(tensorflow=1.15)", "tensorflow", "str such as '1.15'", "1.15"),
    ("px.Graph(op_seeds='x')", "op_seeds", "None or 'name'", "'x'"),
    ("px.Graph(tensorflow='1.15', op_seeds='name')", "op_seeds=", "one of", "'1.15'"),
    ("px.Graph().advance_op_ids(-1)", "n", "not be negative", "-1"),
    ("px.set_random_seed('a')", "seed", "integer or None", "'a'"),
    ("px.reset_default_graph('1.15')", "tensorflow=", "without a name", "'1.15'"),
    ("px.Session(px.get_default_graph())", "target", "by keyword", "Graph"),
    ("px.Session(graph=3)", "graph", "must be a Graph", "3"),
    ("px.Session('grpc://x')", "target", "must be empty", "grpc"),
    ("session.run(3)", "fetch", "expected a Tensor", "'int'"),
    ("session.run('nope:0')", "fetch", "get_operations", "'nope:0'"),
    ("session.run(draw, [1])", "feed_dict", "mapping", "'list'"),
    ("session.run(draw, {3: 1})", "feed_dict", "expected one", "3"),
    ("session.run(p, {draw: [1.0] * 3})",
     "random_uniform", "expected a value", "(3,)"),
    ("session.run(p, {p: 'a'})", "Placeholder", "float32", "'a'"),
    ("session.run(p)", "Placeholder", "must feed a value", "float32"),
    ("session.skip(p, 1)", "op", "random op", "Placeholder"),
    ("session.skip(draw, -1)", "runs", "not be negative", "-1"),
    ("session.skip(draw, 1.5)", "runs", "integer", "1.5"),
    ("session.set_random_state({})", "random state", "keys", "[]"),
    ("px.placeholder(None)", "dtype", "float32 or int64", "None"),
    ("px.constant('a')", "value", "numbers", "'a'"),
    ("px.name_scope(3).__enter__()", "name", "str", "'int'"),
    ("graph.as_graph_element(3)", "Tensor", "expected one", "3"),
    ("len(draw)", "len()", "use shape", "(2,)"),
    ("bool(draw)", "truth value", "only in Session.run", "random_uniform"),
    ("px.control_dependencies(3).__enter__()", "control_inputs", "list", "3"),
    # Ops.
    (U + "uniform(3)", "shape", "rank must be 1", "3"),
    (U + "uniform([2.5])", "shape", "sequence of integers", "2.5"),
    (U + "uniform([2], dtype='uint8')", "dtype", "expected float16", "uint8"),
    (U + "uniform([2], dtype='int32')", "maxval", "must be given", "int32"),
    ("session.run(px.random.uniform([2], 5, 5, 'int32'))",
     "minval", "< maxval", "5 >= 5"),
    (U + "uniform([2], 'a')", "minval", "numbers", "'a'"),
    (U + "uniform([2], seed='a')", "seed", "integer or None", "'a'"),
    (U + "normal([2], None)", "mean", "expected numbers", "None"),
    (U + "normal([2], [1, 2, 3])", "shapes", "equal or 1", "2, 3"),
    (U + "shuffle('a')", "value", "numbers", "'a'"),
    (U + "gamma([2], 1.0, dtype='int32')", "dtype", "float16", "int32"),
    (U + "poisson([2], 1, dtype='uint8')", "dtype", "expected", "uint8"),
    (U + "categorical([1.0], 3)", "logits", "matrix", "[1]"),
    (U + "categorical([[1.0]], -1)", "num_samples", "non-negative", "-1"),
    (U + "stateless_uniform([2], seed=3)", "seed", "shape [2]", "[]"),
    (U + "stateless_uniform([2], seed=[1.5, 2])", "seed", "integers", "1.5"),
    (U + "stateless_uniform(None, seed=[1, 2])", "shape", "sequence of int", "None"),
    (U + "stateless_uniform([2], [1, 2], alg='x')", "alg", "'philox' or 1", "'x'"),
    (U + "stateless_uniform([2], [1, 2], alg='threefry')", "alg", "'philox'", "threef"),
    (U + "stateless_gamma([2], [1, 2], [1.0, 2.0, 3.0])", "shape", "(3,)", "(2,)"),
    (U + "stateless_parameterized_truncated_normal([1], [1, 2], 0.0, 1.0, 2.0, 1.0)",
     "minval", "minval < maxval", "2.0, 1.0"),
    (U + "split([1, 2], [1, 2])", "num", "one integer", "[1, 2]"),
    (U + "fold_in([1, 2], 1.5)", "data", "one of int32", "1.5"),
    (U + "Generator()", "state", "from_seed", "None"),
    (U + "Generator(state=[1], alg='philox')", "state", "shape (3,)", "(1,)"),
    (U + "Generator.from_seed(1).uniform([2], dtype=bool)", "dtype", "numbers", "bool"),
    (U + "set_global_generator(3)", "generator", "Generator", "3"),
    # Tools and settings.
    ("px.explain_seeds(3)", "graph", "must be a Graph", "3"),
    ("px.find_op_seed('', op='uniform', size=1)", "values", "not be empty", "''"),
    ("px.find_op_seed('x', op='uniform', size=1)", "values", "finite numbers", "'x'"),
    ("px.find_op_seed('2', op='uniform', size=1)", "values", "[0.0, 1.0]", "2"),
    ("px.find_op_seed('1', op='x', size=1)", "op", "one of uniform", "'x'"),
    ("px.find_op_seed('1', op='normal', size=-1)", "size", "0 or more", "-1"),
    ("px.find_op_seed('1', op='normal', size=1, first=5)", "first", "size", "5"),
    ("px.find_op_seed('1', op='normal', size=1, runs=3)", "runs", "iterable", "3"),
    ("px.find_op_seed('1', op='normal', size=1, high=3)", "high", "mean and", "normal"),
    ("px.find_op_seed('1', op='normal', size=1, digits=-1)", "digits", "0 to", "-1"),
    ("px.find_op_seed('1', op='normal', size=1, candidates=5)",
     "candidates", "range", "'int'"),
    ("px.set_num_threads(0)", "threads", "[1, 1024]", "0"),
    ("px.simd.force('mmx')", "name", "one of", "'mmx'"),
    # Variables, images, dropout.
    ("tf.get_variable(3)", "name", "str", "3"),
    ("tf.get_variable('x')", "shape", "must be specified", "x"),
    ("tf.Variable()", "initial_value", "must be specified", "None"),
    ("tf.variable_scope('a', reuse=3)", "reuse", "True or False", "3"),
    ("px.nn.dropout([1.0], 1.0)", "rate", "[0, 1)", "1.0"),
    ("tf.nn.dropout([1.0])", "rate", "must be provided", "None"),
    ("tf.nn.dropout([1.0], 0.5, rate=0.5)", "rate", "one of", "0.5"),
    ("px.image.random_brightness(np.zeros((2, 2, 3)), -1)",
     "max_delta", "non-neg", "-1"),
    ("px.image.random_contrast(np.zeros((2, 2, 3)), 2, 1)", "upper", "> lower", "1"),
    ("tf.expand_dims([1.0])", "axis", "Must specify", "None"),
    ("tf.reshape([1.0, 2.0], [3])", "shape", "of as many", "[3]"),
    ("tf.random_uniform_initializer()([2], 'int32')", "maxval", "given", "int32"),
    ("tf.variance_scaling_initializer(dtype='int32')", "dtype", "floating", "int32"),
    ("tf.variance_scaling_initializer(mode='x')", "mode", "one of", "x"),
    ("tf2.random.uniform([2], 5, 5, 'int32')", "minval", "< maxval", "5 >= 5"),
    ("tf2.random.set_seed('a')", "seed", "integer", "'a'"),
    ("px.uniform", "uniform", "random.uniform", "uniform"),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("code", "argument", "expected", "came"), PROVOKED, ids=[row[0] for row in PROVOKED]
)
def test_provoked(code, argument, expected, came):
    with px.Graph().as_default() as graph:
        draw, p = px.random.uniform([2]), px.placeholder(px.float32)
        with px.Session() as session, pytest.raises(Exception) as caught:
            names = {"graph": graph, "draw": draw, "p": p, "session": session}
            eval(code, NAMES | names)
    message = str(caught.value)
    assert argument in message, message
    assert expected in message, message
    assert came in message, message
