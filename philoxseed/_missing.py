# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What to say to those who look for the rest of TensorFlow, or of NumPy's random.

A hint must be true for every version of TensorFlow: up to 2.1 any op takes an op id, so
that leaving it out changes the automatic op seeds of those that follow.
"""

import sys
from importlib import import_module

import numpy as np

from philoxseed._graph import expressions, tensor

OP_IDS = (
    ". In graphs by op ids (TensorFlow up to 2.1) it counts: graph.advance_op_ids(n)"
)

_OF_VARIABLES = "only a Variable has it"
_NO_MODELS = (
    "philoxseed draws numbers and builds no models: leave it out, and keep the "
    "variables" + OP_IDS
)
_NO_TRAINING = (
    "philoxseed draws first values and trains nothing: take "
    "session.run(trainable_variables()), or in eager mode the variables themselves, to "
    "PyTorch, JAX or NumPy, and train there" + OP_IDS
)
_NOT_YET = (
    "TensorFlow's is not offered, and no other generator gives its numbers; there are "
    "random.uniform, random.normal, random.categorical and others"
)
_LEAVE_OUT = "leave it out: it changes no number that a CPU draws"
_EAGER = (
    "ops are run by sessions here; philoxseed.compat.v2 has TensorFlow 2's eager mode"
)
_INITIALIZER = "compat.v1 has the initializers of TensorFlow 1"
_PYTHON = "use Python's own modules, such as argparse and logging"
_NUMPY_TYPES = "dtypes are NumPy's and shapes are tuples"
_AFTER_RUN = "do that with the values, after Session.run" + OP_IDS
_DRAWS = (
    "random.{0} makes an op of a graph; philoxseed.Stream(seed).{0} and "
    "philoxseed.default_rng(seed).{0} draw arrays"
)
_FLOATS = "philoxseed.default_rng(seed).random draws floats of [0, 1)"
_IN_GENERATORS = "philoxseed.default_rng(seed).{0} is as in numpy.random.Generator"
_ALL_ELSE = (
    "philoxseed offers TensorFlow's seeded random ops, graphs, sessions and seeds; "
    "NumPy computes with tensors: np.exp(a), a[0] * 2"
)


def _by_name(groups: dict[str, str]) -> dict[str, str]:
    """Return the hint for each name, from the names that share a hint."""
    return {name: text for text, names in groups.items() for name in names.split()}


_INSTEAD = _by_name(
    {
        # What draws.
        _NOT_YET: (
            "random_poisson_v2 binomial all_candidate_sampler "
            "fixed_unigram_candidate_sampler learned_unigram_candidate_sampler "
            "log_uniform_candidate_sampler uniform_candidate_sampler "
            "random_index_shuffle distributions"
        ),
        "draw with random.uniform, random.normal ... in a graph; "
        "philoxseed.Stream.from_kernel_seeds(seed, seed2) is the stream of an op with "
        "these attributes": "raw_ops",
        "GraphDefs are not read: philoxseed.Stream.from_kernel_seeds(seed, seed2) is "
        "the stream of an op with the attributes that one holds": (
            "GraphDef MetaGraphDef NodeDef import_graph_def saved_model"
        ),
        "use set_random_seed(seed), for the ops that a graph is given after it. "
        "philoxseed.compat.v2.random.set_seed is that of TensorFlow 2's eager mode": (
            "set_seed"
        ),
        "layers draw their first weights with an initializer: draw them with "
        "get_variable(name, shape, initializer=...), and Keras's with "
        "compat.keras.initializers.GlorotUniform(seed)(shape)" + OP_IDS: "layers",
        # What else is in scripts that draw.
        _NO_MODELS: (
            "estimator losses metrics feature_column optimizers Module "
            "conv1d conv2d conv2d_transpose conv3d depthwise_conv2d max_pool avg_pool "
            "bias_add batch_normalization fused_batch_norm moments l2_loss "
            "l2_normalize "
            "elu selu leaky_relu relu6 lrn local_response_normalization xw_plus_b "
            "embedding_lookup rnn_cell dynamic_rnn static_rnn in_top_k top_k "
            "softmax_cross_entropy_with_logits softmax_cross_entropy_with_logits_v2 "
            "sparse_softmax_cross_entropy_with_logits "
            "sigmoid_cross_entropy_with_logits fully_connected flatten batch_norm "
            "convolution2d max_pool2d avg_pool2d l1_regularizer l2_regularizer"
        ),
        _NO_TRAINING: "train gradients hessians GradientTape",
        "philoxseed draws numbers; read data with NumPy. The order of Dataset.shuffle "
        "is that of philoxseed.compat.v2.data.shuffle(elements, buffer_size, seed)": (
            "data Dataset"
        ),
        _LEAVE_OUT: (
            "colocate_with RunOptions RunMetadata profiler "
            "disable_control_flow_v2 disable_tensor_equality disable_v2_tensorshape"
        ),
        "leave out what it says of threads and devices: it changes no number that a "
        "CPU draws": "config",
        "philoxseed computes what TensorFlow computes on CPUs; other devices can give "
        "other last bits": "distribute tpu xla",
        "leave it out, and give get_variable use_resource=True: in graphs by op ids "
        "(TensorFlow up to 2.1) such a variable counts as one op more": (
            "enable_resource_variables disable_resource_variables"
        ),
        _EAGER: "enable_eager_execution enable_v2_behavior",
        "what it decorates is a graph of its own, whose automatic op seeds start anew: "
        "make those ops inside `with Graph():`, with a placeholder for each argument, "
        "and the same graph seed": "function wrap_function autograph",
        "write no summaries; each summary.scalar of a tensor is two ops" + OP_IDS: (
            "summary"
        ),
        _PYTHON: "gfile test",
        "the pixels that it makes are those of a JPEG library; random.uniform([], low, "
        "high, dtype=int32, seed=seed) is the quality that it draws": (
            "random_jpeg_quality stateless_random_jpeg_quality"
        ),
        "use Python's own modules, and NumPy's, to read and write": "io python_io",
        _NUMPY_TYPES: "TensorSpec dtypes",
        "there are no tensors of strings": "string strings as_string",
        "philoxseed.__version__ is philoxseed's, and Graph(tensorflow='1.15') follows "
        "the rules of a TensorFlow": "VERSION __version__ version",
        # Arithmetic by other names than NumPy's. Defaults differ from NumPy's too.
        "use the tensor itself" + OP_IDS: ("guarantee_const ensure_shape"),
        "use np.positive(a, dtype=np.float64) for what becomes floats, and astype on "
        "values after Session.run for the rest" + OP_IDS: ("saturate_cast to_bfloat16"),
        "use np.where(condition, a, b), which picks values but runs both; or choose "
        "in Python what Session.run fetches" + OP_IDS: "cond case switch_case",
        "use a loop in Python around Session.run" + OP_IDS: (
            "while_loop map_fn scan foldl foldr vectorized_map"
        ),
        "fetch a list: session.run([a, b])" + OP_IDS: "tuple",
        _AFTER_RUN: (
            "Assert print assert_equal assert_greater assert_less assert_rank "
            "check_numerics verify_tensor_all_finite py_func py_function "
            "numpy_function unique unique_with_counts boolean_mask bincount "
            "sequence_mask pad scatter_nd gather_nd"
        ),
        "NumPy's functions take tensors: np.exp(a), np.matmul(a, b)": "linalg",
        "use a + b": "add_n accumulate_n scalar_mul",
        "use a / b": "realdiv",
        "use a // b": "floor_div",
        "use an index: a[1:3]": "slice strided_slice",
        "use indices: a[:3], a[3:]": "split unstack dynamic_partition",
        "use np.flip(a, axis)": "reverse reverse_v2",
        "use np.square(a - b)": "squared_difference",
        "use 1 / np.sqrt(a)": "rsqrt",
        "use np.sqrt(np.sum(np.square(a)))": "norm global_norm",
        "use np.log(np.sum(np.exp(a)))": "reduce_logsumexp",
        "use np.var(a)": "reduce_variance",
        "use np.cumsum(a, axis=0)": "cumsum",
        "use np.cumprod(a, axis=0)": "cumprod",
        "use np.isnan(a)": "is_nan",
        "use np.isinf(a)": "is_inf",
        "use np.isfinite(a)": "is_finite",
        "use np.where(condition, a, b)": "where_v2",
        "use np.newaxis, as in a[:, np.newaxis]": "newaxis",
        # NumPy's random, by its old names.
        "set_random_seed(seed) seeds the ops of a graph, philoxseed.default_rng(seed) "
        "makes a generator of NumPy's kind": "seed",
        _FLOATS: "rand ranf sample random_sample",
        "philoxseed.default_rng(seed).standard_normal draws normals": "randn",
        "philoxseed.default_rng(seed).integers draws integers": (
            "randint random_integers"
        ),
        "numpy.random.RandomState(philoxseed.Philox4x32(seed)) draws from philoxseed's "
        "words": "RandomState",
        "philoxseed.Philox4x32(seed) is the bit generator": (
            "BitGenerator MT19937 PCG64 PCG64DXSM Philox SFC64"
        ),
        "seeds can be of numpy.random.SeedSequence": "SeedSequence",
        "it is for Cython: from philoxseed.px_philox cimport ..., with "
        "philoxseed.get_include() among the include_dirs": "px_philox",
        "Session.get_random_state and set_random_state are for graphs; generators "
        "have theirs in bit_generator.state": "get_state set_state",
    }
) | {name: _DRAWS.format(name) for name in ("normal", "uniform", "truncated_normal")}

_INSTEAD_IN_RANDOM = _by_name({_FLOATS: "random"})

_DRAWS_NOTHING = "it draws nothing: {0}"
_INSTEAD_OF_KERAS = _by_name(
    {
        _DRAWS_NOTHING.format("use np.full(shape, value)"): "Constant constant",
        _DRAWS_NOTHING.format("use np.zeros(shape)"): "Zeros zeros",
        _DRAWS_NOTHING.format("use np.ones(shape)"): "Ones ones",
        _DRAWS_NOTHING.format("use np.eye(n)"): "Identity IdentityInitializer identity",
        _DRAWS_NOTHING.format("its values are those of a window and of waves"): (
            "STFT STFTInitializer stft"
        ),
        "its values come from a QR decomposition, whose last digits differ between "
        "libraries; philoxseed.compat.v1.keras.initializers.Orthogonal is near to "
        "those of TensorFlow 1": "Orthogonal OrthogonalInitializer orthogonal",
        "philoxseed builds no models, and reads none: call the class, as in "
        "GlorotUniform(seed=0)(shape)": "Initializer get serialize deserialize",
    }
)

_INSTEAD_OF_METHODS = _by_name(
    {
        "use len(a.shape)": "ndim",
        "use np.transpose(a)": "T",
        "shapes follow from the ops; placeholder takes a shape": "set_shape",
        "it has a value only in Session.run": "numpy item tolist astype copy tobytes",
        _OF_VARIABLES: "assign assign_add initializer initialized_value",
    }
)

_PUBLIC = (
    "philoxseed",
    "philoxseed.random",
    "philoxseed.compat.v1",
    "philoxseed.compat.v1.initializers",
    "philoxseed.compat.v1.contrib.layers",
    "philoxseed.compat.v1.keras.initializers",
)
_OF_TENSORFLOW = "philoxseed.compat."
_AT_ONCE = "philoxseed.compat.v2"
_OF_VALUES = frozenset(
    {"Variable", "Module", "cast", "math", "linalg", "print", "shape", "size"}
)
_VALUES = "values are arrays here: use NumPy, and the array itself for a Variable"
_WITHOUT_GRAPHS = (
    _AT_ONCE,
    "philoxseed.compat.keras",
    "philoxseed.compat.tf_keras",
)
_OF_KERAS = (
    "philoxseed.compat.keras.initializers",
    _OF_TENSORFLOW + "tf_keras.initializers",
)
# Modules of which docs/coverage.toml has every name.
_IN_TABLES = (".random", ".initializers", ".image")
ALL_NAMES = " (all names: the page Coverage of the documentation)"


def attribute_error(module: str, name: str) -> AttributeError:
    """Return the error for a name that `module` does not offer.

    If nothing is known of the name it may be misspelled: Python then adds "Did you
    mean".
    """
    is_private = name.startswith("_") and name not in _INSTEAD
    hint = None if is_private else _hint(module, name)
    if hint is not None:
        tables = ALL_NAMES if module.endswith(_IN_TABLES) else ""
        return AttributeError(
            f"module {module!r} does not offer {name!r}: {hint}{tables}", name=name
        )
    import difflib  # By most, it is never needed.

    owner = sys.modules[module]
    message = f"module {module!r} has no attribute {name!r}"
    if module.startswith(_OF_TENSORFLOW) and not difflib.get_close_matches(
        name, dir(owner)
    ):
        message = f"{message}: {_ALL_ELSE}"
    return AttributeError(message, name=name, obj=owner)


def _hint(module: str, name: str) -> str | None:
    """Say what there is instead, if anything is known of a name."""
    if module.endswith(".random") and name in _INSTEAD_IN_RANDOM:
        return _INSTEAD_IN_RANDOM[name]
    if module in _OF_KERAS and name in _INSTEAD_OF_KERAS:
        return _INSTEAD_OF_KERAS[name]
    known = _INSTEAD.get(name)
    if known is not None and module.startswith(_WITHOUT_GRAPHS):
        known = known.removesuffix(OP_IDS)
    in_generator = hasattr(np.random.Generator, name)
    if known is not None:
        is_both = in_generator and known is _NOT_YET
        return f"{known}; {_IN_GENERATORS.format(name)}" if is_both else known
    if module.startswith(_AT_ONCE):
        plain = name.removeprefix("reduce_")
        if hasattr(np, plain):
            return f"values are arrays here: use np.{plain}"
        return _VALUES if name in _OF_VALUES else _of_graphs(name)
    if other := _owner(name):
        return f"it is {other}.{name}"
    if name.endswith("_initializer"):
        return _INITIALIZER
    return _in_numpy(name) or (_IN_GENERATORS.format(name) if in_generator else None)


def _owner(name: str) -> str | None:
    """Return the module of graphs that offers a name."""
    return next((m for m in _PUBLIC if name in import_module(m).__all__), None)


def _of_graphs(name: str) -> str | None:
    """Say of what eager mode lacks that graphs have it."""
    other = _owner(name)
    return other and f"values are there at once here; {other}.{name} is for graphs"


def tensor_error(subject: object, name: str) -> AttributeError:
    """Return the error for an attribute that a tensor does not have."""
    hint = _INSTEAD_OF_METHODS.get(name) or _in_numpy(name)
    message = f"'Tensor' object has no attribute {name!r}"
    if hint is None:
        return AttributeError(message, name=name, obj=subject)
    return AttributeError(f"{message}: {hint}", name=name)


def _in_numpy(name: str) -> str | None:
    """Say which function of NumPy there is, if one that takes tensors is so called."""
    if name.startswith("_"):  # a module that is about to be imported, it may be
        return None
    plain = name.removeprefix("reduce_")
    takes_tensors = expressions.takes_tensors(getattr(np, plain, None))
    return f"use np.{plain}, which takes tensors" if takes_tensors else None


tensor.handlers.attribute_error = tensor_error
