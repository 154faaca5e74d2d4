# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Part of _core.pyx: the methods of NumPy's Generator that put things in order."""

from array import array as _array
from collections.abc import Sequence as _Sequence

cdef extern from "px_shuffle.h" nogil:
    ctypedef struct px_order:
        uint64_t sides
        uint64_t *steps

    ctypedef struct px_things:
        pass

    void px_order_begin(
        px_order *order, px_words *words, uint64_t n, uint64_t steps, uint64_t shuffles)
    size_t px_order_next(px_order *order)
    void px_things_set(
        px_things *things, void *data, size_t item_size, int axes,
        const int64_t *shape, const int64_t *strides, int along)
    void px_things_merge(px_things *things)
    void px_shuffle(px_order *order, const px_things *things, uint64_t steps)
    void px_shuffle_each(px_order *order, const px_things *things, uint64_t n)
    void px_gather(const px_things *target, const px_things *source,
                   const int64_t *order, size_t n)
    enum:
        PX_THINGS_AXES

cdef extern from *:
    """
    /* Without code of the items'. */
    static int swap_in_list(PyObject *list, Py_ssize_t i, Py_ssize_t j)
    {
        PyObject *a = PySequence_GetItem(list, i);
        PyObject *b = a ? PySequence_GetItem(list, j) : NULL;
        if (!b || PyList_SetItem(list, i, b) < 0) {
            Py_XDECREF(a);
            return -1;
        }
        return PyList_SetItem(list, j, a);
    }
    """
    int swap_in_list(object, Py_ssize_t i, Py_ssize_t j) except -1

# Classes whose items are nothing but memory: to swap them runs no code of theirs.
cdef tuple _PLAIN_ARRAYS = (np.ndarray, np.memmap, np.recarray)
cdef tuple _PLAIN_MEMORY = (memoryview, _array, bytearray)

# What memoryviews read and write.
cdef str _FORMATS = "bBhHiIlLqQnNfd?c"

# Fewer elements are moved with the GIL, which costs less than letting it go.
cdef enum:
    FEW_ELEMENTS = 512


cdef int _shuffle_array(
    CoreBitGenerator bits, cnp.ndarray x, int axis, bint each=False
) except -1:
    """Shuffle an array of a plain class along an axis; or `each` line of it by itself.
    """
    cdef px_order order
    cdef px_things things
    cdef int64_t[PX_THINGS_AXES] shape, strides
    cdef int i, axes = cnp.PyArray_NDIM(x)
    cdef uint64_t size = cnp.PyArray_SIZE(x), n, lines = 1
    if size == 0:
        return 0
    for i in range(axes):
        shape[i] = cnp.PyArray_DIM(x, i)
        strides[i] = cnp.PyArray_STRIDE(x, i)
    n = shape[axis]
    px_things_set(
        &things, cnp.PyArray_DATA(x), cnp.PyArray_ITEMSIZE(x), axes, shape, strides,
        axis,
    )
    if each:
        lines = size // n
    else:
        px_things_merge(&things)
    # References are moved as they are; nobody may look at them meanwhile.
    cdef bint keeps_gil = size <= FEW_ELEMENTS or (<object>x).dtype.hasobject
    bits._lock._acquire(-1)
    px_order_begin(&order, &bits._words, n, n, lines)
    if keeps_gil:
        _move(&order, &things, n, each)
    else:
        with nogil:
            _move(&order, &things, n, each)
    return bits._lock._release()


cdef void _move(
    px_order *order, px_things *things, uint64_t n, bint each
) noexcept nogil:
    if each:
        px_shuffle_each(order, things, n)
    else:
        px_shuffle(order, things, n)


cdef int _shuffle_slices(CoreBitGenerator bits, object x, int axis) except -1:
    """Shuffle an array of a class of its own by its own methods."""
    cdef px_order order
    cdef size_t n, k
    cdef uint64_t done = 0, i, j
    if x.size == 0:
        return 0
    x = np.swapaxes(x, 0, axis)
    held = np.empty_like(x[0, ...])
    n = len(x)
    bits._lock._acquire(-1)
    try:
        px_order_begin(&order, &bits._words, n, n, 1)
        while True:
            n = px_order_next(&order)
            if n == 0:
                return 0
            for k in range(n):
                i = done + k
                j = i + order.steps[k]
                if i != j:
                    held[...] = x[j, ...]
                    x[j, ...] = x[i, ...]
                    x[i, ...] = held
            done += n
    finally:
        bits._lock._release()


cdef int _shuffle_items(CoreBitGenerator bits, object x, uint64_t length) except -1:
    """Shuffle a list, or whatever has items that can be set."""
    cdef px_order order
    cdef size_t n, k
    cdef uint64_t done = 0, i, j
    cdef bint is_list = type(x) is list
    bits._lock._acquire(-1)
    try:
        px_order_begin(&order, &bits._words, length, length, 1)
        while True:
            n = px_order_next(&order)
            if n == 0:
                return 0
            for k in range(n):
                i = done + k
                j = i + order.steps[k]
                if is_list:
                    swap_in_list(x, i, j)
                else:
                    x[i], x[j] = x[j], x[i]
            done += n
    finally:
        bits._lock._release()


cdef object _in_order(cnp.ndarray x, int axis, cnp.ndarray order):
    """A copy of an array, its slices along an axis in this order."""
    cdef px_things source, target
    cdef int64_t[PX_THINGS_AXES] shape, strides
    cdef int i, axes = cnp.PyArray_NDIM(x)
    if axis == 0 or (<object>x).dtype.hasobject:
        return (<object>x).take(order, axis)
    result = np.empty_like(x, order="C")
    for i in range(axes):
        shape[i] = cnp.PyArray_DIM(x, i)
        strides[i] = cnp.PyArray_STRIDE(x, i)
    px_things_set(
        &source, cnp.PyArray_DATA(x), cnp.PyArray_ITEMSIZE(x), axes, shape, strides,
        axis,
    )
    for i in range(axes):
        strides[i] = cnp.PyArray_STRIDE(result, i)
    px_things_set(
        &target, cnp.PyArray_DATA(result), cnp.PyArray_ITEMSIZE(x), axes, shape,
        strides, axis,
    )
    with nogil:
        px_gather(
            &target, &source, <int64_t *>cnp.PyArray_DATA(order),
            cnp.PyArray_SIZE(order),
        )
    return result


cdef object _memory_array(object x):
    """An array of the items that a memoryview or the like lends; None if they are not
    side by side, or of no simple format."""
    view = memoryview(x)
    if view.readonly:
        raise TypeError("x must be writable: cannot modify read-only memory")
    if type(x) is memoryview and not (
        view.ndim == 1 and view.c_contiguous and view.format.lstrip("@") in _FORMATS
    ):
        return None
    return np.frombuffer(view.cast("B"), f"V{view.itemsize}")


cdef int _checked_axis(object axis, int axes) except -1:
    return np.lib.array_utils.normalize_axis_index(axis, axes)


@cython.binding(False)
@cython.embedsignature(True)
@cython.embedsignature.format("clinic")
cdef class OrderMethods:
    """A mixin for a numpy.random.Generator on a CoreBitGenerator.

    A shuffle takes pairs of words, from an even place on; how many depends on the
    number of things alone. csrc/px_shuffle.h says how steps are made of them.
    """

    def shuffle(self, x, axis=0):
        """Shuffle an array or a sequence in place.

        Parameters
        ----------
        x : ndarray or MutableSequence
            What is shuffled.
        axis : int, default 0
            The axis along which it is: the slices that it counts change places, their
            contents stay. Only arrays have others than 0.

        Raises
        ------
        TypeError
            If `x` has no length, or no items that can be set.
        ValueError
            If it is an array that is read-only.
        numpy.exceptions.AxisError
            If it has no such axis.
        NotImplementedError
            If `axis` is not 0, and `x` no array.

        Warns
        -----
        UserWarning
            If `x` is neither an array nor a Sequence.

        See Also
        --------
        permutation, permuted : give copies.

        Notes
        -----
        The generator moves past all words of a call before anything else moves. So they
        are used up, too, if a method of `x` raises an exception; the items are then
        where its methods have put them so far.
        """
        cdef CoreBitGenerator bits = <CoreBitGenerator>_bits_of(self)
        length = len(x)
        if isinstance(x, np.ndarray):
            if not x.flags.writeable:
                raise ValueError("x must be writable: array is read-only")
            axis = _checked_axis(axis, x.ndim)
            if type(x) in _PLAIN_ARRAYS:
                _shuffle_array(bits, x, axis)
            else:
                _shuffle_slices(bits, x, axis)
            return
        if axis != 0:
            raise NotImplementedError(
                f"axis must be 0 for what is no ndarray, got axis={axis} with "
                + _type_name(x)
            )
        if type(x) is not list and length > 1:
            if not hasattr(type(x), "__setitem__"):
                raise TypeError(
                    "x must have items that can be set: "
                    f"'{type(x).__name__}' object does not support item assignment"
                )
            if type(x) in _PLAIN_MEMORY:
                items = _memory_array(x)
                if items is not None:
                    _shuffle_array(bits, items, 0)
                    return
        if type(x) is not list and not isinstance(x, _Sequence):
            warnings.warn(
                f"you are shuffling a '{type(x).__name__}' object, which is not a "
                "subclass of Sequence: if its items are views of its memory, some will "
                "be there twice",
                UserWarning,
                stacklevel=1,
            )
        _shuffle_items(bits, x, length)

    def permutation(self, x, axis=0):
        """Return integers below a number, or the slices of an array, in random order.

        Parameters
        ----------
        x : int or array_like
            ``arange(x)`` is shuffled, or a copy of `x`.
        axis : int, default 0
            The axis of an array along which it is.

        Returns
        -------
        ndarray
            What `shuffle` makes of a copy.

        Raises
        ------
        numpy.exceptions.AxisError
            If there is no such axis; a single value has none.

        See Also
        --------
        shuffle : does the same in place.
        permuted : has an order of its own for each line.
        """
        cdef CoreBitGenerator bits = <CoreBitGenerator>_bits_of(self)
        if isinstance(x, (int, np.integer)):
            array = np.arange(x)
            _shuffle_array(bits, array, 0)
            return array
        array = np.asarray(x)
        axis = _checked_axis(axis, array.ndim)
        if array.ndim == 1:
            if type(x) is not list and type(x) is not tuple:
                array = array.copy()
            _shuffle_array(bits, array, 0)
            return array
        if array.size == 0:
            return array.copy()
        order = np.arange(array.shape[axis], dtype=np.int64)
        _shuffle_array(bits, order, 0)
        return _in_order(array, axis, order)

    def permuted(self, x, *, axis=None, out=None):
        """Return an array each of whose lines along an axis is shuffled by itself.

        Parameters
        ----------
        x : array_like
            With one axis, at least.
        axis : int, optional
            The axis of the lines; their words are taken in C order of the others. By
            default all elements change places: in the order of the memory if that is C
            or Fortran order, else in C order.
        out : ndarray, optional
            Where to put the result, of the shape of `x`; it may be `x`.

        Returns
        -------
        ndarray
            A shuffled copy; `out` if it was given.

        Raises
        ------
        TypeError
            If `x` has no axis, `out` is no ndarray, or the dtype of `x` cannot be cast
            to that of `out` safely.
        ValueError
            If `out` is read-only, or has another shape.
        numpy.exceptions.AxisError
            If there is no such axis.

        See Also
        --------
        shuffle : moves whole slices.
        """
        cdef CoreBitGenerator bits = <CoreBitGenerator>_bits_of(self)
        array = np.asarray(x)
        if axis is not None:
            axis = _checked_axis(axis, array.ndim)
        elif array.ndim == 0:
            raise TypeError(f"x must have an axis, got {x!r}")
        if out is None:
            out = array.copy(order="K")
        elif type(out) is not np.ndarray:
            raise TypeError(f"out must be a numpy array, not {_type_name(out)}")
        elif not out.flags.writeable:
            raise ValueError("out must be writable: the array is read-only")
        elif out.shape != array.shape:
            raise ValueError(
                f"out must have the same shape as x: {array.shape}, got {out.shape}"
            )
        else:
            np.copyto(out, array, casting="safe")
        if axis is not None:
            _shuffle_array(bits, out, axis, True)
            return out
        flat = out.ravel(order="A")
        _shuffle_array(bits, flat, 0)
        if flat.base is None:
            out[...] = flat.reshape(out.shape)
        return out
