# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Part of _core.pyx: the methods of NumPy's Generator that order things and choose."""

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
    void px_count(int64_t *out, size_t n)
    void px_shuffle(px_order *order, const px_things *things, uint64_t steps)
    void px_shuffle_each(px_order *order, const px_things *things, uint64_t n)
    void px_gather(const px_things *target, const px_things *source,
                   const int64_t *order, size_t n)
    enum:
        PX_THINGS_AXES

cdef extern from "px_choice.h" nogil:
    bint px_sums(const double *weights, size_t n, double *sums)
    double px_kahan_sum(const double *weights, size_t n)
    void px_divide_by_last(double *sums, size_t n)
    size_t px_guide_size(size_t n_sums, size_t n)
    void px_guide(const double *sums, size_t n_sums, size_t size, uint32_t *guide)
    void px_invert(const double *sums, size_t n_sums, const uint32_t *guide,
                   size_t size, size_t n, void *values)
    size_t px_keep_new(int64_t *indices, size_t n, uint64_t *marks)
    size_t px_different_memory(uint64_t range, size_t n)
    void px_different(px_words *words, uint64_t range, size_t n, uint64_t *memory,
                      int64_t *out)

# By how much probabilities may miss 1, as in NumPy.
cdef double _TOLERANCE = float(np.sqrt(np.finfo(np.float64).eps))

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
    CoreBitGenerator bits, cnp.ndarray x, int axis, bint each=False,
    uint64_t steps=UINT64_MAX,
) except -1:
    """Shuffle an array of a plain class along an axis; or `each` line of it by itself;
    or carry out the first steps of that."""
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
    steps = min(steps, n)
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
    px_order_begin(&order, &bits._words, n, steps, lines)
    if keeps_gil:
        _move(&order, &things, steps, each)
    else:
        with nogil:
            _move(&order, &things, steps, each)
    return bits._lock._release()


cdef void _move(
    px_order *order, px_things *things, uint64_t steps, bint each
) noexcept nogil:
    if each:
        px_shuffle_each(order, things, steps)
    else:
        px_shuffle(order, things, steps)


cdef int _shuffle_slices(CoreBitGenerator bits, object x, int axis) except -1:
    """Shuffle an array of a class of its own by its own methods."""
    cdef px_order order
    cdef size_t n, k
    cdef Py_ssize_t done = 0, i, j
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
                j = i + <Py_ssize_t>order.steps[k]
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
    cdef Py_ssize_t done = 0, i, j
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
                j = i + <Py_ssize_t>order.steps[k]
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
    cdef int64_t given
    if whole_number(axis, &given) and -axes <= given < axes:
        return given + axes if given < 0 else given
    return np.lib.array_utils.normalize_axis_index(axis, axes)


cdef object _checked_weights(object p, object n):
    """Probabilities as float64, and their sums from the first on."""
    cdef double tolerance = _TOLERANCE, total
    cdef size_t n_weights = len(p)
    cdef bint fine
    if isinstance(p, np.ndarray) and p.dtype.kind == "f":
        tolerance = max(tolerance, float(np.sqrt(np.finfo(p.dtype).eps)))
    cdef cnp.ndarray weights = cnp.PyArray_FROM_OTF(
        p, cnp.NPY_DOUBLE, cnp.NPY_ARRAY_IN_ARRAY | cnp.NPY_ARRAY_ENSUREARRAY
    )
    if cnp.PyArray_NDIM(weights) != 1:
        raise ValueError(
            f"p must be 1-dimensional, got an array of shape {(<object>weights).shape}"
        )
    if n != n_weights:
        raise ValueError(
            f"a and p must have same size: a has {n} elements, p has {n_weights}"
        )
    if n_weights == 0:
        raise ValueError("p: Probabilities do not sum to 1, there are none")
    cdef cnp.ndarray sums = np.empty(n_weights)
    fine = px_sums(
        <double *>cnp.PyArray_DATA(weights), n_weights,
        <double *>cnp.PyArray_DATA(sums),
    )
    total = (<double *>cnp.PyArray_DATA(sums))[n_weights - 1]
    # What was rounded off does not matter, but near the limit or in many sums.
    if not (fabs(total - 1) < tolerance / 2 and n_weights < 10000000):
        total = px_kahan_sum(<double *>cnp.PyArray_DATA(weights), n_weights)
    if total != total:
        raise ValueError("p: Probabilities contain NaN, or infinities")
    if not fine:
        raise ValueError(f"p: Probabilities are not non-negative: {min(weights)}")
    if fabs(total - 1) > tolerance:
        raise ValueError(
            f"p: Probabilities do not sum to 1, but to {total}: divide them by it"
        )
    return weights, sums


cdef int _invert(cnp.ndarray sums, cnp.ndarray values) except -1:
    """Overwrite uniforms by how many sums are less or equal, in proportion to the last.

    The sums become those proportions.
    """
    cdef size_t n_sums = cnp.PyArray_SIZE(sums), n = cnp.PyArray_SIZE(values)
    cdef double *data = <double *>cnp.PyArray_DATA(sums)
    cdef size_t size = px_guide_size(n_sums, n)
    cdef cnp.ndarray guide = np.empty(size + 1, np.uint32) if size > 0 else None
    cdef uint32_t *entries = (
        <uint32_t *>cnp.PyArray_DATA(guide) if size > 0 else NULL
    )
    with nogil:
        px_divide_by_last(data, n_sums)
        if size > 0:
            px_guide(data, n_sums, size, entries)
        px_invert(data, n_sums, entries, size, n, cnp.PyArray_DATA(values))
    return 0


cdef object _chosen_by_weight(CoreBitGenerator bits, cnp.ndarray sums, object size):
    cdef px_distribution d
    _set_standard(&d, PX_FULL_UNIFORM, PX_F64)
    values = bits._draw(&d, cnp.NPY_DOUBLE, () if size is None else size, None, None)
    _invert(sums, values)
    return values.view(np.int64)


def chosen_by_weight(p, cnp.ndarray values):
    """Overwrite float64 uniforms, C-contiguous, by indices of these probabilities."""
    _, sums = _checked_weights(p, np.size(p))
    _invert(sums, values)
    return values.view(np.int64)


cdef object _different_by_weight(
    CoreBitGenerator bits, cnp.ndarray weights, cnp.ndarray sums, object n
):
    """As NumPy does it: indices are drawn by weight, those that were there before left
    out, and as many as are missing drawn again by the other weights."""
    cdef cnp.ndarray marks = np.zeros(len(weights) // 64 + 1, np.uint64), values
    cdef size_t kept
    found = np.empty(n, np.int64)
    left, have = np.array(weights), 0
    while True:
        values = _chosen_by_weight(bits, sums, n - have)
        kept = px_keep_new(
            <int64_t *>cnp.PyArray_DATA(values), cnp.PyArray_SIZE(values),
            <uint64_t *>cnp.PyArray_DATA(marks),
        )
        found[have : have + kept] = values[:kept]
        have += kept
        if have == n:
            return found
        left[values[:kept]] = 0
        px_sums(
            <double *>cnp.PyArray_DATA(left), cnp.PyArray_SIZE(sums),
            <double *>cnp.PyArray_DATA(sums),
        )


cdef cnp.ndarray _counted(uint64_t n):
    """arange(n), faster."""
    cdef cnp.ndarray array = np.empty(n, np.int64)
    with nogil:
        px_count(<int64_t *>cnp.PyArray_DATA(array), n)
    return array


cdef object _different(CoreBitGenerator bits, uint64_t n, uint64_t k):
    """k different integers below n, in random order."""
    cdef cnp.ndarray found, memory
    cdef int64_t *out
    cdef uint64_t *scratch
    if k > n // 4:
        if k < n <= 1 << 32:
            found = np.arange(n, dtype=np.uint32)
        else:
            found = _counted(n)
        _shuffle_array(bits, found, 0, False, k)
        return found if k == n else found[:k].astype(np.int64)
    found = np.empty(k, np.int64)
    memory = np.empty(px_different_memory(n, k) // 8, np.uint64)
    out = <int64_t *>cnp.PyArray_DATA(found)
    scratch = <uint64_t *>cnp.PyArray_DATA(memory)
    bits._lock._acquire(-1)
    if k <= FEW_ELEMENTS:
        px_different(&bits._words, n, k, scratch, out)
    else:
        with nogil:
            px_different(&bits._words, n, k, scratch, out)
    bits._lock._release()
    return found


cdef object _population(object a, object axis):
    """The array that is chosen from, None if it is a range, and how many there are."""
    cdef int64_t below
    if whole_number(a, &below):
        return None, below
    array = np.asarray(a)
    if array.ndim > 0:
        return array, array.shape[_checked_axis(axis, array.ndim)]
    try:
        n = operator.index(array.item())
    except TypeError:
        raise ValueError(
            f"a must be a sequence or an integer, not {_type_name(a)}"
        ) from None
    if n > 1 << 63:
        raise ValueError(f"a must be at most 2**63, got {n}")
    return None, n


@cython.binding(False)
@cython.embedsignature(True)
@cython.embedsignature.format("clinic")
cdef class OrderMethods:
    """A mixin for a numpy.random.Generator on a CoreBitGenerator.

    A shuffle takes pairs of words, from an even place on; how many depends on the
    number of things alone. csrc/px_shuffle.h says how steps are made of them. Choices
    take the words of `integers`, `random` or `permutation`.
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

        Examples
        --------
        >>> x = np.arange(5)
        >>> px.default_rng(1).shuffle(x)
        >>> x
        array([3, 4, 2, 0, 1])
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

        Examples
        --------
        >>> px.default_rng(2024).permutation(5)
        array([0, 1, 2, 3, 4])
        """
        cdef CoreBitGenerator bits = <CoreBitGenerator>_bits_of(self)
        if isinstance(x, (int, np.integer)):
            array = _counted(x) if type(x) is int and x > 0 else np.arange(x)
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

        Examples
        --------
        >>> px.default_rng(2024).permuted([[1, 2, 3]], axis=1)
        array([[1, 2, 3]])
        """
        cdef CoreBitGenerator bits = <CoreBitGenerator>_bits_of(self)
        array = x if type(x) is np.ndarray else np.asarray(x)
        if axis is not None:
            axis = _checked_axis(axis, array.ndim)
        elif array.ndim == 0:
            raise TypeError(f"x must have an axis, got {x!r}")
        if out is None:
            out = cnp.PyArray_NewCopy(array, cnp.NPY_KEEPORDER)
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

    def choice(self, a, size=None, replace=True, p=None, axis=0, shuffle=True):
        """Choose elements at random.

        Parameters
        ----------
        a : int or array_like
            The integers below it, or its slices along an axis, are chosen from.
        size : int or tuple of int, optional
            How many, in which shape; None for one element.
        replace : bool, default True
            Whether one may be chosen more than once.
        p : array_like of float, optional
            The probability of each; by default all are the same.
        axis : int, default 0
            The axis of an array whose slices are chosen.
        shuffle : bool, default True
            Without effect: samples without replacement are in random order in any case.

        Returns
        -------
        int, element or ndarray
            The shape is that of `a` with `size` in the place of the axis.

        Raises
        ------
        ValueError
            If there is nothing to choose from, `a` is neither an integer nor has an
            axis, more are wanted without replacement than there are, or with a
            probability that is not 0; or if `p` has not one axis, not a probability for
            each, NaN or negative ones, or such as do not sum to 1 within 1.5e-8.
        numpy.exceptions.AxisError
            If there is no such axis.
        TypeError
            If `p` has no length.

        Notes
        -----
        With replacement the values are those of ``a[integers(n)]``, or, with `p`, the
        number of entries of ``cumsum(p) / sum`` that are at most ``random()``. Without,
        they are the first of ``permutation(n)``, or, if there are four times as many or
        more, ``integers(n)`` until there are enough different ones; with `p`, values of
        the former kind are drawn in rounds, each by what is left of `p`.

        Examples
        --------
        >>> px.default_rng(2024).choice(5, 3)
        array([0, 4, 0])
        """
        cdef CoreBitGenerator bits = <CoreBitGenerator>_bits_of(self)
        cdef px_distribution d = px_unbiased(PX_U64, 0, 0)
        cdef int64_t below
        cdef uint64_t count
        cdef _Axes axes
        cdef bint one = size is None
        cdef section s
        if one and p is None and replace and whole_number(a, &below) and below > 0:
            if _enter(<void *>bits, &s):
                below = px_words_below(&bits._words, below)
                _leave(&s)
                return below
            d.range = below
            return bits._below(&d)
        array, n = _population(a, axis)
        _read_size(size, &axes)
        count = _size_of(&axes)
        if n <= 0 and count > 0:
            raise ValueError(
                "a cannot be empty unless no samples are taken" if array is not None
                else "a must be a positive integer unless no samples are taken, got "
                f"{n}"
            )
        if p is not None:
            weights, sums = _checked_weights(p, n)
        if not replace and count > max(n, 0):
            raise ValueError(
                "Cannot take a larger sample than population when replace is False: "
                f"{count} of {n}"
            )
        if not replace and p is not None and np.count_nonzero(weights) < count:
            raise ValueError(
                f"Fewer non-zero entries in p than size: {np.count_nonzero(weights)}, "
                f"and size is {size}"
            )
        if count == 0:
            index = np.empty(size, np.int64)
        elif replace and p is None:
            d.range = n
            if one:
                index = bits._below(&d)
            else:
                index = bits._draw(&d, cnp.NPY_INT64, size, None, None)
        elif replace:
            index = _chosen_by_weight(bits, sums, size)
        else:
            if p is None:
                index = _different(bits, n, count)
            else:
                index = _different_by_weight(bits, weights, sums, count)
            if axes.n != 1:
                index = index.reshape(() if one else size)
        if array is None:
            return int(index) if one else index
        if array.ndim == 1 and not one and index.ndim == 0:
            # What take gives is no array, and might be one in an array of objects.
            chosen = np.empty((), array.dtype)
            chosen[()] = array[index]
            return chosen
        if one and array.ndim == 1 and array.dtype.kind != "V":
            return array[index]
        return array.take(index, axis)
