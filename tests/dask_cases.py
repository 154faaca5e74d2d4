# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What Dask arrays are compared in: calls, chunks, draws."""

import numpy as np

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

CALLS = [
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

DRAWS = [
    ("bits", {}, "uint64"),
    ("integers", {"low": -3, "high": 10}, "int32"),
    ("uniform", {"low": -1, "high": 3}, "float32"),
    ("normal", {"loc": 1}, "float16"),
    ("normal", {"scale": 2}, "float64"),
    ("truncated_normal", {}, "float32"),
]
