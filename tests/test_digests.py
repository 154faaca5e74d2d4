# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Every frozen stream gives the values of its line in data/digests.txt.

The lines pin philoxseed's own output: that it is right is for the other tests, that it
stays so for these. A red case means that the change is wrong, not the test.
"""

import digests
import numpy as np
import pytest

import philoxseed as px

STREAMS = digests.all_streams()
RECORDED = digests.recorded()


@pytest.mark.parametrize("name", STREAMS)
def test_stream(name):
    assert name in RECORDED, (
        "a new stream: `python tests/digests.py` adds its line, which then stays"
    )
    assert digests.digest(STREAMS[name]()) == RECORDED[name], (
        "a frozen stream has changed: the change is wrong, not this line"
    )


def test_every_line_has_a_stream():
    assert RECORDED.keys() <= STREAMS.keys(), (
        "streams have gone whose values are promised for ever"
    )


def test_every_method_has_a_line():
    ours = {
        name
        for name, method in vars(np.random.Generator).items()
        if not name.startswith("_")
        and callable(method)
        and getattr(px.PhiloxGenerator, name) is not method
    }
    shown = {name.split()[1] for name in STREAMS if name.startswith("default_rng ")}
    assert ours <= shown


def test_every_dtype_of_a_stream_has_a_line():
    shown = {tuple(name.split()[:2]) for name in STREAMS}
    for method in ("uniform", "normal", "truncated_normal", "integers", "bits"):
        for dtype in np.sctypeDict.values():
            try:
                getattr(px.Stream(1), method)(*INTERVAL.get(method, ()), dtype=dtype)
            except (TypeError, ValueError):
                continue
            assert (f"Stream.{method}", np.dtype(dtype).name) in shown


INTERVAL = {"integers": (0, 9)}


def test_digests_do_not_depend_on_the_order_of_bytes():
    x = np.arange(5, dtype="<i4")
    big = x.astype(">i4")
    assert digests.digest(x) == digests.digest(big) != digests.digest(x[::-1])
    assert digests.digest([x[:2], x[2:]]) == digests.digest(x)
