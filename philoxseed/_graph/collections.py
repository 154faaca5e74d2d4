# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The collections of a graph: lists, by names, of what belongs together."""

import re
from typing import Any


class GraphKeys:
    """TensorFlow's names for the collections that its own functions use.

    Examples
    --------
    >>> tf.GraphKeys.GLOBAL_VARIABLES
    'variables'
    """

    GLOBAL_VARIABLES = "variables"
    VARIABLES = "variables"
    LOCAL_VARIABLES = "local_variables"
    MODEL_VARIABLES = "model_variables"
    TRAINABLE_VARIABLES = "trainable_variables"
    MOVING_AVERAGE_VARIABLES = "moving_average_variables"
    GLOBAL_STEP = "global_step"
    REGULARIZATION_LOSSES = "regularization_losses"
    LOSSES = "losses"
    WEIGHTS = "weights"
    BIASES = "biases"
    ACTIVATIONS = "activations"
    UPDATE_OPS = "update_ops"
    SUMMARIES = "summaries"
    SUMMARY_OP = "summary_op"
    TRAIN_OP = "train_op"
    INIT_OP = "init_op"
    LOCAL_INIT_OP = "local_init_op"
    SAVERS = "savers"
    QUEUE_RUNNERS = "queue_runners"
    TABLE_INITIALIZERS = "table_initializer"
    ASSET_FILEPATHS = "asset_filepaths"


class Collections:
    """Lists by names."""

    def __init__(self) -> None:
        self._lists: dict[Any, list[Any]] = {}

    def add(self, name: Any, value: Any) -> None:
        """Add a value to a list."""
        self.ref(name).append(value)

    def ref(self, name: Any) -> list[Any]:
        """Return a list itself, which is made if there is none."""
        return self._lists.setdefault(name, [])

    def get(self, name: Any, scope: str | None = None) -> list[Any]:
        """Return a new list, of the values whose names match `scope` if it is given."""
        values = list(self._lists.get(name, ()))
        if scope is None:
            return values
        pattern = re.compile(scope)
        return [x for x in values if hasattr(x, "name") and pattern.match(x.name)]

    def names(self) -> list[Any]:
        """Return the names of all lists that are not empty, but private ones."""
        return [
            name
            for name, values in self._lists.items()
            if values and not str(name).startswith("__")
        ]
