# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Part of _core.pyx: a block of an array in the place of an array to fill."""

cdef extern from "px_rows.h" nogil:
    enum:
        PX_ROWS_AXES

    ctypedef struct px_rows:
        pass

    void px_rows_set(
        px_rows *rows, int axes, const uint64_t *shape, const uint64_t *start,
        const int64_t *length, const int64_t *stride)


@cython.final
cdef class Block:
    """What a drawing method takes as `out` to fill a block of a larger array.

    The method then draws the values that this block has where the whole is drawn, and
    arrays of parameters are the block's. How far it moves its stream, a copy that is
    thrown away, means nothing.

    Parameters
    ----------
    out : ndarray, object that lends its memory, or None
        The block: aligned and writable, of any strides. With None nothing is drawn: the
        arguments are checked for the whole, `dtype` is set, and the stream moves by
        four values, which shows how many words each takes.
    shape : tuple of int
        Of the whole, which has at most 2**64 elements.
    start : tuple of int, optional
        The index in the whole that the block begins at.

    Raises
    ------
    TypeError, ValueError
        If the block is not within the whole, or cannot be filled.
    """

    cdef readonly cnp.ndarray array
    cdef px_rows rows
    cdef readonly bint is_dry
    cdef readonly tuple shape, start
    cdef readonly object dtype

    def __init__(self, out, shape, start=()):
        cdef uint64_t[PX_ROWS_AXES] whole, begin
        cdef int64_t[PX_ROWS_AXES] length, stride
        cdef int i
        self.shape = _checked_place(shape, "shape")
        if _whole_size(self.shape) > 1 << 64:
            raise ValueError(
                f"shape must have at most 2**64 elements, got {self.shape}"
            )
        self.is_dry = out is None
        if self.is_dry:
            self.array = np.empty(0)
            return
        self.array = _shared(out)
        self.dtype = self.array.dtype
        self.start = _checked_place(start, "start")
        axes = self.array.ndim
        if not len(self.shape) == len(self.start) == axes:
            raise ValueError(
                f"shape and start must have an entry for each axis of out, {axes}, got "
                f"{self.shape} and {self.start}"
            )
        for i in range(axes):
            length[i] = cnp.PyArray_DIMS(self.array)[i]
            stride[i] = cnp.PyArray_STRIDES(self.array)[i]
            whole[i], begin[i] = self.shape[i], self.start[i]
            if begin[i] + <uint64_t>length[i] > whole[i]:
                raise ValueError(
                    f"out must lie within the whole: it has shape "
                    f"{(<object>self.array).shape}, start is {self.start}, shape is "
                    f"{self.shape}"
                )
        px_rows_set(&self.rows, axes, whole, begin, length, stride)

    def like(self, out):
        """Return the same place of the whole with other memory, or without."""
        return Block(out, self.shape, self.start if out is not None else ())

    def set_dtype(self, dtype):
        """Say what would be drawn."""
        self.dtype = dtype


cdef object _whole_size(tuple shape):
    # Of any size, where C's would wrap.
    cdef object size = 1
    for n in shape:
        size *= n
    return size


cdef tuple _checked_place(object numbers, str name):
    """A shape or an index of a whole, of Python's ints."""
    if not isinstance(numbers, (tuple, list)):
        raise TypeError(
            f"{name} must be a tuple of integers, not {_type_name(numbers)}"
        )
    place = tuple([_index(n, name) for n in numbers])
    if len(place) > PX_ROWS_AXES or not all([0 <= n < 1 << 63 for n in place]):
        raise ValueError(
            f"{name} must have at most {PX_ROWS_AXES} entries in [0, 2**63), got "
            f"{place}"
        )
    return place
