# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What graphs, sessions, operations and tensors have in common."""

from typing import NoReturn


class Handle:
    """Something that lives in one process, under TensorFlow's name for it."""

    __slots__ = ()

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            f"a {type(self).__name__} can be neither pickled nor copied: it belongs to "
            "this process. Session.get_random_state() returns the positions of all "
            "streams, which can be kept, for a graph that is built again"
        )
