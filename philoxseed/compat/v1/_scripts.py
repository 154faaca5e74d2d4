# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What scripts for TensorFlow call around the drawing of numbers; it does nothing."""

from types import SimpleNamespace
from typing import Any

from philoxseed._graph.operation import Operation
from philoxseed._ops import flow


class ConfigProto(SimpleNamespace):
    """Options for a session: any can be set, at any depth.

    `graph_options.rewrite_options.disable_meta_optimizer` switches off what the graph
    optimizer of TensorFlow does to arithmetic; a session refuses what switches a part
    of that. No other has an effect.

    Examples
    --------
    >>> config = tf.ConfigProto(log_device_placement=True)
    >>> session = tf.Session(config=config)
    """

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        group = ConfigProto()
        setattr(self, name, group)
        return group


class GPUOptions(ConfigProto):
    """Options for GPUs: any can be set, and none has an effect.

    Examples
    --------
    >>> options = tf.GPUOptions(allow_growth=True)
    """


class GraphOptions(ConfigProto):
    """Options for graphs, as `ConfigProto` has them.

    Examples
    --------
    >>> options = tf.GraphOptions(build_cost_model=1)
    """


class OptimizerOptions(ConfigProto):
    """Options for graph optimizers: any can be set, and none has an effect.

    They are TensorFlow's older ones, which change no bits.

    Examples
    --------
    >>> options = tf.OptimizerOptions(opt_level=0)
    """

    DEFAULT = 0
    L0 = -1
    L1 = 0
    OFF = -1
    ON_1 = 1
    ON_2 = 2


def disable_v2_behavior() -> None:
    """Do nothing: this is TensorFlow 1.

    Examples
    --------
    >>> tf.disable_v2_behavior()
    """


def disable_eager_execution() -> None:
    """Do nothing: ops are run by sessions.

    Examples
    --------
    >>> tf.disable_eager_execution()
    """


def executing_eagerly() -> bool:
    """Return False: ops are run by sessions.

    Examples
    --------
    >>> tf.executing_eagerly()
    False
    """
    return False


def tables_initializer(name: str = "init_all_tables") -> Operation:
    """Make an operation that does nothing: there are no tables.

    Examples
    --------
    >>> _ = tf.initialize_all_tables()
    """
    return flow.no_op(name)
