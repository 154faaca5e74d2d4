# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Part of _core.pyx: draws of the generator in which every value has its parameters."""


cdef _Axes _axes_of(cnp.ndarray array):
    cdef _Axes axes
    cdef int i
    axes.n = cnp.PyArray_NDIM(array)
    for i in range(axes.n):
        axes.length[i] = cnp.PyArray_DIMS(array)[i]
    return axes


cdef _Axes _axes_to_fill(cnp.ndarray array, object out) except *:
    """Those of an array on `out`; of the whole where nothing is filled."""
    cdef _Axes axes
    if type(out) is Block and (<Block>out).is_dry:
        _read_size((<Block>out).shape, &axes)
        return axes
    return _axes_of(array)


cdef _Axes _broadcast(_Axes a, _Axes b) except *:
    """As numpy.broadcast_shapes does, but for up to 64 axes."""
    cdef _Axes longer = a if a.n >= b.n else b, other = b if a.n >= b.n else a
    cdef int i, more = longer.n - other.n
    cdef int64_t length
    for i in range(other.n):
        length = other.length[i]
        if longer.length[more + i] == 1:
            longer.length[more + i] = length
        elif length != 1 and length != longer.length[more + i]:
            raise ValueError(
                f"shape mismatch: {_as_tuple(&a)} and {_as_tuple(&b)} cannot be "
                "broadcast together"
            )
    return longer


cdef _Axes _broadcast_all(tuple arrays) except *:
    """The shape of arrays that are broadcast together."""
    cdef _Axes axes
    axes.n = 0
    for array in arrays:
        axes = _broadcast(axes, _axes_of(array))
    return axes


cdef int _lay_out(px_each *each, _Axes *axes, tuple arrays) except -1:
    cdef _Axes[PX_EACH_ARRAYS] own
    cdef px_each_input[PX_EACH_ARRAYS] inputs
    cdef _Axes together
    cdef int i
    for i in range(<int>len(arrays)):
        own[i] = _axes_of(arrays[i])
        inputs[i].data = cnp.PyArray_DATA(arrays[i])
        inputs[i].axes = own[i].n
        inputs[i].shape = own[i].length
    if px_each_set(each, axes.n, axes.length, <int>len(arrays), inputs) < 0:
        together = _broadcast_all(arrays)
        raise ValueError(
            f"Output size {_as_tuple(axes)} is not compatible with broadcast "
            f"dimensions of inputs {_as_tuple(&together)}. They must broadcast to size."
        )
    return 0


cdef object _draw_each(
    CoreBitGenerator bits, px_distribution *d, int type_number, tuple arrays,
    object size, object out, object threads, bint closed=False,
):
    """Values of which each has its own parameters.

    They are a scale and an offset, limits of integers, which may be closed, or those of
    a family.
    """
    cdef int n_threads = _checked_threads(threads)
    cdef _Axes axes = _broadcast_all(arrays), given
    cdef cnp.ndarray array
    cdef _Memory memory
    cdef px_each each
    cdef px_stream stream
    cdef uint64_t first
    cdef uint32_t words
    _read_size(size, &given)
    if given.n >= 0:
        axes = given
    if out is None:
        array = _new_array(&axes, type_number)
    else:
        array = _shared(out)
        # Parameters are read after the first values are written.
        arrays = tuple(
            [a.copy() if np.may_share_memory(array, a) else a for a in arrays]
        )
        array = _checked_out(
            out if type(out) is Block else array, &given, type_number
        )
        axes = _axes_to_fill(array, out)
    memory = _memory_of(array, out)
    _lay_out(&each, &axes, arrays)
    each.closed = closed
    n_threads = _thread_count(n_threads, memory.n, px_cost(d))
    if d.kind == PX_UNBIASED:
        words = 2 if d.type == PX_U64 else 1
    else:
        words = px_words_of(d)
    stream = bits._take(memory.taken, words, &first)
    _fill(stream, d, first, memory, n_threads, &each)
    return array if out is None else out


cdef cnp.ndarray _spans(cnp.ndarray low, cnp.ndarray high, int t):
    """high - low, which must be finite and not negative, as NumPy wants it."""
    cdef _Axes axes = _broadcast(_axes_of(low), _axes_of(high))
    cdef cnp.ndarray span = _new_array(&axes, cnp.NPY_DOUBLE)
    cdef px_each each
    cdef px_each_fault fault
    _lay_out(&each, &axes, (low, high))
    fault = px_each_spans(
        &each, <px_type>t, cnp.PyArray_SIZE(span), <double *>cnp.PyArray_DATA(span)
    )
    if fault == PX_EACH_NOT_FINITE:
        raise OverflowError(
            f"high - low range exceeds valid bounds: low is {low}, high is {high}"
        )
    if fault == PX_EACH_NEGATIVE:
        raise ValueError(f"high - low < 0: low is {low}, high is {high}")
    return span


cdef int _check_scales(cnp.ndarray scale) except -1:
    """That no scale is negative; NumPy lets NaN pass, of either sign."""
    if not px_each_scales(
        <double *>cnp.PyArray_DATA(scale), cnp.PyArray_SIZE(scale)
    ):
        raise ValueError(f"scale < 0: {scale}")
    return 0


cdef cnp.ndarray _whole(object x):
    """An array of integers, or of Python's where they have other types."""
    cdef cnp.ndarray array = cnp.PyArray_FROM_O(x)
    if cnp.PyArray_ISINTEGER(array) or cnp.PyArray_ISBOOL(array):
        return array
    if array is not x:
        # Lists of larger ints would be floats.
        array = np.array(x, object)
    found = np.empty((<object>array).shape, object)
    found.reshape(-1)[:] = [_integer(y) for y in (<object>array).ravel().tolist()]
    return found


cdef cnp.ndarray _in_64_bits(cnp.ndarray x, str name, int number):
    """An array of int64, or of uint64."""
    if cnp.PyArray_ISINTEGER(x):
        return cnp.PyArray_FROM_OTF(
            x, cnp.NPY_UINT64 if _is_uint64(x) else cnp.NPY_INT64,
            cnp.NPY_ARRAY_IN_ARRAY | cnp.NPY_ARRAY_ENSUREARRAY,
        )
    array = <object>x
    if array.dtype == object and array.size > 0:
        least, most = array.min(), array.max()
        if not -(1 << 63) <= least <= most < (1 << 63 if least < 0 else 1 << 64):
            dtype, value = _integer_dtypes[number], max(least, most, key=abs)
            least, most = _least_and_most(dtype)
            raise ValueError(
                f"{name} is out of bounds for {dtype}: {value}, expected values from "
                f"{least} to {most}"
            )
        return array.astype(np.uint64 if most >= 1 << 63 else np.int64)
    return array.astype(np.int64)


cdef bint _is_uint64(cnp.ndarray x) noexcept:
    return cnp.PyArray_ISUNSIGNED(x) and cnp.PyArray_ITEMSIZE(x) == 8


cdef object _draw_each_integer(
    CoreBitGenerator bits, object low, object high, int number, bint closed,
    bint one_limit, object size, object out, object threads,
):
    """Integers on [low, high), or [low, high] if they are closed."""
    cdef cnp.ndarray a = _whole(low), b = _whole(high)
    cdef px_distribution d = px_unbiased(_integers[number].type, 0, 0)
    cdef _Axes axes
    cdef px_each each
    cdef px_each_limits limits
    cdef px_each_fault fault
    cdef size_t at = 0
    each.closed = closed
    if not closed and cnp.PyArray_ISOBJECT(b):
        # The end of a range may need another bit than what is in it.
        b = np.asarray(<object>b - 1, object)
        each.closed = True
    a, b = _in_64_bits(a, "low", number), _in_64_bits(b, "high", number)
    axes = _broadcast(_axes_of(a), _axes_of(b))
    _lay_out(&each, &axes, (a, b))
    limits.is_unsigned[0] = _is_uint64(a)
    limits.is_unsigned[1] = _is_uint64(b)
    limits.smallest = _integers[number].smallest
    limits.largest = _integers[number].largest
    fault = px_each_check(&each, &limits, _size_of(&axes), &at)
    if fault != PX_EACH_FINE:
        lows, highs = np.broadcast_arrays(low, high)
        raise _wrong_limits(
            fault, lows.flat[at], highs.flat[at], number, closed, one_limit
        )
    return _draw_each(
        bits, &d, _integers[number].type_number, (a, b), size, out, threads,
        each.closed,
    )


cdef object _wrong_limits(
    px_each_fault fault, object low, object high, int number, bint closed,
    bint one_limit,
):
    """The error of a low and a high."""
    dtype = _integer_dtypes[number]
    if fault == PX_EACH_LOW:
        return ValueError(
            f"low is out of bounds for {dtype}: {low}, expected at least "
            f"{_least_and_most(dtype)[0]}"
        )
    if fault == PX_EACH_HIGH:
        most = _least_and_most(dtype)[1] + (not closed)
        return ValueError(
            f"high is out of bounds for {dtype}: {high}, expected at most {most}"
        )
    if one_limit:
        return ValueError(f"high {'<' if closed else '<='} 0: {high}")
    sign = ">" if closed else ">="
    return ValueError(f"low {sign} high: {low} {sign} {high}")


cdef object _least_and_most(object dtype):
    if dtype == bool:
        return 0, 1
    info = np.iinfo(dtype)
    return info.min, info.max


cdef size_t _size_of(_Axes *axes) noexcept:
    cdef size_t size = 1
    cdef int i
    for i in range(axes.n):
        size *= <size_t>axes.length[i]
    return size
