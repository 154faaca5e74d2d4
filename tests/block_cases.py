# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What blocks and Dask arrays are compared in: calls, chunks, draws."""

import numpy as np

import philoxseed as px
from philoxseed._blocks import OF_GENERATORS, OF_ROWS, takes_dtype

SHAPE = 23, 17
CHUNKINGS = [
    -1,
    (7, 5),
    ((1, 9, 13), (16, 1)),
    ((0, 23, 0), (10, 0, 7)),
    (1, 1),
    (-1, 1),
    (1, -1),
]
ROWS, COLUMNS = np.arange(23.0)[:, None], np.arange(1.0, 18.0)
LETTERS = np.array(list("abcdefg"))

# Parameters of NumPy's methods.
PARAMETERS = {
    "beta": (2, 3),
    "binomial": (10, 0.3),
    "chisquare": (3,),
    "choice": (10,),
    "exponential": (2.0,),
    "f": (3, 7),
    "gamma": (2.0, 3.0),
    "geometric": (0.3,),
    "gumbel": (),
    "hypergeometric": (5, 6, 7),
    "integers": (10,),
    "laplace": (),
    "logistic": (),
    "lognormal": (),
    "logseries": (0.5,),
    "multinomial": (10, [0.2, 0.3, 0.5]),
    "multivariate_hypergeometric": ([3, 4, 5], 4),
    "negative_binomial": (3, 0.4),
    "noncentral_chisquare": (3, 1.0),
    "noncentral_f": (3, 5, 1.0),
    "normal": (),
    "pareto": (3.0,),
    "permutation": (20,),
    "poisson": (3.0,),
    "power": (2.0,),
    "random": (),
    "rayleigh": (),
    "standard_cauchy": (),
    "standard_exponential": (),
    "standard_gamma": (2.0,),
    "standard_normal": (),
    "standard_t": (3.0,),
    "triangular": (0, 5, 7),
    "uniform": (),
    "vonmises": (0, 1.0),
    "wald": (1.0, 2.0),
    "weibull": (2.0,),
    "zipf": (3.0,),
    "dirichlet": ([1.0, 2.0, 0.5],),
}

VALUES = [name for name in OF_GENERATORS if name not in OF_ROWS]

# Dask's generators do not have them.
OURS_ALONE = {"dirichlet"}


def varied(x):
    """An array of parameters that are right where x is: one for each column."""
    if isinstance(x, int):
        return x + np.arange(17) % 3
    return x * np.linspace(1, 1.2, 17)


OTHER_CALLS = [
    ("random", (), {"dtype": "float32"}),
    ("uniform", (ROWS, COLUMNS + 30), {}),
    ("standard_normal", (), {}),
    ("normal", (ROWS, COLUMNS), {"dtype": "float32"}),
    ("standard_exponential", (), {"dtype": "float32"}),
    ("exponential", (COLUMNS,), {}),
    ("integers", (0, 100), {"dtype": "int8", "endpoint": True}),
    ("integers", (0, (COLUMNS * 100).astype(int)), {}),
    ("choice", (LETTERS,), {"p": [0.1, 0.2, 0, 0.2, 0.1, 0.3, 0.1]}),
    ("choice", (1 << 40,), {}),
]

# And each method as it is, where its first parameter is an array, and in float32.
CALLS = [
    *OTHER_CALLS,
    *((name, PARAMETERS[name], {}) for name in VALUES),
    *(
        (name, (varied(PARAMETERS[name][0]), *PARAMETERS[name][1:]), {})
        for name in VALUES
        if PARAMETERS[name] and name != "choice"
    ),
    *(
        (name, PARAMETERS[name], {"dtype": "float32"})
        for name in VALUES
        if name not in ("choice", "integers") and takes_dtype(px.PhiloxGenerator, name)
    ),
]

DRAWS = [
    ("bits", {}, "uint64"),
    ("integers", {"low": -3, "high": 10}, "int32"),
    ("uniform", {"low": -1, "high": 3}, "float32"),
    ("normal", {"loc": 1}, "float16"),
    ("normal", {"scale": 2}, "float64"),
    ("truncated_normal", {}, "float32"),
]
