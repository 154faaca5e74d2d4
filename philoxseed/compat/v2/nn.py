# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What ``tf.nn`` of TensorFlow 2 has that draws: values at once."""

from types import SimpleNamespace
from typing import NoReturn

from philoxseed import _missing, nn
from philoxseed._graph.eager import in_trace_or
from philoxseed.compat import _dropout
from philoxseed.compat._dropout import stateless_dropout

dropout = in_trace_or(nn.dropout, _dropout.dropout)

experimental = SimpleNamespace(stateless_dropout=stateless_dropout)

__all__ = ["dropout", "experimental"]


def __getattr__(name: str) -> NoReturn:
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
