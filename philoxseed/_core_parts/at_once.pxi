# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Part of _core.pyx: small stateless draws with plain arguments, in one step.

Each function draws if its arguments are of the usual kinds: shapes that are lists or
tuples of ints, and small, seeds of two integers, numbers for parameters. Else it
returns None, so that its caller looks at them with more care, and says what is wrong.

All take first the class of the result, a subclass of `numpy.ndarray`.
"""

cdef dict _QUICK_TYPES = {}
for _t in (PX_U32, PX_U64, PX_I32, PX_I64, PX_F32, PX_F64):
    _QUICK_TYPES[_DTYPES[_t]] = _QUICK_TYPES[_DTYPES[_t].type] = _t
    _QUICK_TYPES[_DTYPES[_t].name] = _t


cdef int _quick_type(object dtype):
    """The px_type of a dtype of 32 or 64 bits as it is mostly given; or -1."""
    if dtype is _float32:
        return PX_F32
    if type(dtype) is str or type(dtype) is type or isinstance(dtype, np.dtype):
        return _QUICK_TYPES.get(dtype, -1)
    return -1


cdef bint _is_quick_alg(object alg):
    return alg is None or (type(alg) is str and alg in ("auto_select", "philox"))


cdef bint _quick_shape(object shape, _Axes *axes, size_t *n):
    """Read the shape of a small draw; n is the number of its elements."""
    cdef int i
    cdef object item
    cdef size_t count = 1
    cdef Py_ssize_t length
    if type(shape) is list:
        length = len(<list>shape)
    elif type(shape) is tuple:
        length = len(<tuple>shape)
    else:
        return False
    if length > PX_EACH_AXES:
        return False
    for i in range(<int>length):
        item = (<list>shape)[i] if type(shape) is list else (<tuple>shape)[i]
        if not _is_small_int(item, &axes.length[i]):
            return False
        if axes.length[i] < 0 or axes.length[i] > SMALL_FILL:
            return False
        count *= <size_t>axes.length[i]
        if count > SMALL_FILL:
            return False
    axes.n = <int>length
    n[0] = count
    return True


cdef bint _quick_seed(object seed, uint64_t *first, uint64_t *second):
    """Read a seed of two integers."""
    cdef object a, b
    cdef int64_t x, y
    cdef cnp.ndarray array
    if type(seed) is list and len(<list>seed) == 2:
        a, b = (<list>seed)[0], (<list>seed)[1]
    elif type(seed) is tuple and len(<tuple>seed) == 2:
        a, b = (<tuple>seed)[0], (<tuple>seed)[1]
    elif cnp.PyArray_Check(seed):
        array = seed
        if cnp.PyArray_NDIM(array) != 1 or cnp.PyArray_DIM(array, 0) != 2:
            return False
        if not cnp.PyArray_ISCARRAY_RO(array):
            return False
        if cnp.PyArray_TYPE(array) == cnp.NPY_INT64:
            first[0] = (<uint64_t *>cnp.PyArray_DATA(array))[0]
            second[0] = (<uint64_t *>cnp.PyArray_DATA(array))[1]
            return True
        if cnp.PyArray_TYPE(array) == cnp.NPY_INT32:
            first[0] = <uint64_t><int64_t>(<int32_t *>cnp.PyArray_DATA(array))[0]
            second[0] = <uint64_t><int64_t>(<int32_t *>cnp.PyArray_DATA(array))[1]
            return True
        return False
    else:
        return False
    if not (_is_small_int(a, &x) and _is_small_int(b, &y)):
        return False
    first[0], second[0] = <uint64_t>x, <uint64_t>y
    return True


cdef bint _quick_number(object value, double *x):
    """Read a float, or an int that is one exactly."""
    cdef int64_t whole
    if type(value) is float:
        x[0] = value
        return True
    if _is_small_int(value, &whole) and -(1 << 53) <= whole <= 1 << 53:
        x[0] = <double>whole
        return True
    return False


cdef bint _quick_uniform(
    px_distribution *d, int *type_number, object low, object high, object dtype,
):
    """Read the parameters of a uniform draw."""
    cdef int t = _quick_type(dtype)
    cdef int64_t a, b, limit = 1 << 31
    cdef double x = 0, y = 1
    if t < 0:
        return False
    type_number[0] = _TYPE_NUMBERS[t]
    if t == PX_F32 or t == PX_F64:
        if not _quick_number(low, &x):
            return False
        if high is not None and not _quick_number(high, &y):
            return False
        _set_uniform(d, t, x, y)
        if _may_flush(t, d.scale, d.offset):
            return False
        if d.offset == 0 and not signbit(x):
            d.offset = 0.0
        return True
    if low is None and high is None:
        d[0] = px_bits(PX_U32 if t == PX_I32 or t == PX_U32 else PX_U64)
        return True
    if t != PX_I32 and t != PX_I64:
        return False
    if not (_is_small_int(low, &a) and _is_small_int(high, &b) and a < b):
        return False
    if t == PX_I32 and (a < -limit or b >= limit):
        return False
    _set_integers(d, t, low, high)
    return True


cdef bint _quick_normal(
    px_distribution *d, int *type_number, bint is_cut, object mean, object stddev,
    object dtype,
):
    """Read the parameters of a normal draw."""
    cdef int t = _quick_type(dtype)
    cdef double x, y
    if t != PX_F32 and t != PX_F64:
        return False
    if not (_quick_number(mean, &x) and _quick_number(stddev, &y)):
        return False
    type_number[0] = _TYPE_NUMBERS[t]
    _set_normal(d, PX_TRUNCATED_NORMAL if is_cut else PX_NORMAL, t, x, y)
    if _may_flush(t, d.scale, d.offset):
        return False
    if d.offset == 0 and not signbit(x):
        d.offset = 0.0
    return True


cdef px_stream _scrambled(uint64_t first, uint64_t second):
    """The stream of a stateless op; see `scrambled_stream`."""
    cdef px_distribution d = px_bits(PX_U32)
    cdef px_stream scrambler, stream
    cdef uint32_t[4] words
    scrambler.key = <uint64_t>SCRAMBLE_KEY_HIGH << 32 | SCRAMBLE_KEY_LOW
    scrambler.counter.lo, scrambler.counter.hi = first, second
    px_check(px_fill(&scrambler, &d, 0, 4, words))
    stream.key = words[0] | <uint64_t>words[1] << 32
    stream.counter.lo = 0
    stream.counter.hi = words[2] | <uint64_t>words[3] << 32
    return stream


cdef cnp.ndarray _new_result(type kind, _Axes *axes, int type_number):
    cdef cnp.npy_intp[PX_EACH_AXES] shape
    cdef int i
    for i in range(axes.n):
        shape[i] = axes.length[i]
    return cnp.PyArray_New(kind, axes.n, shape, type_number, NULL, NULL, 0, 0, None)


cdef object _filled(
    type kind, const px_stream *stream, const px_distribution *d, _Axes *axes, size_t n,
    int type_number,
):
    cdef cnp.ndarray result = _new_result(kind, axes, type_number)
    px_check(px_fill(stream, d, 0, n, cnp.PyArray_DATA(result)))
    return result


def quick_uniform(type kind, shape, seed, low, high, dtype, alg):
    """Draw uniforms by a seed, as `random.stateless_uniform`; or return None."""
    cdef px_distribution d
    cdef px_stream stream
    cdef _Axes axes
    cdef size_t n
    cdef int type_number
    cdef uint64_t first, second
    if not (_is_quick_alg(alg) and _quick_shape(shape, &axes, &n)):
        return None
    if not _quick_seed(seed, &first, &second):
        return None
    if not _quick_uniform(&d, &type_number, low, high, dtype):
        return None
    stream = _scrambled(first, second)
    return _filled(kind, &stream, &d, &axes, n, type_number)


def quick_normal(type kind, bint is_cut, shape, seed, mean, stddev, dtype, alg):
    """Draw normals by a seed, as `random.stateless_normal`; or return None."""
    cdef px_distribution d
    cdef px_stream stream
    cdef _Axes axes
    cdef size_t n
    cdef int type_number
    cdef uint64_t first, second
    if not (_is_quick_alg(alg) and _quick_shape(shape, &axes, &n)):
        return None
    if not _quick_seed(seed, &first, &second):
        return None
    if not _quick_normal(&d, &type_number, is_cut, mean, stddev, dtype):
        return None
    stream = _scrambled(first, second)
    return _filled(kind, &stream, &d, &axes, n, type_number)


cdef int _quick_seed_type(object seed, uint64_t first, uint64_t second):
    """NumPy's number of the dtype of a seed that `_quick_seed` read."""
    cdef int64_t x = <int64_t>first, y = <int64_t>second, limit = 1 << 31
    if cnp.PyArray_Check(seed):
        return cnp.PyArray_TYPE(seed)
    if -limit <= x < limit and -limit <= y < limit:
        return cnp.NPY_INT32
    return cnp.NPY_INT64


def quick_split(type kind, seed, num, alg):
    """Make seeds of a seed, as `random.split`; or return None."""
    cdef px_distribution d
    cdef px_stream stream
    cdef _Axes axes
    cdef int type_number
    cdef uint64_t first, second
    if not (_is_quick_alg(alg) and _quick_seed(seed, &first, &second)):
        return None
    axes.n, axes.length[1] = 2, 2
    if not _is_small_int(num, &axes.length[0]):
        return None
    if axes.length[0] < 0 or axes.length[0] > SMALL_FILL:
        return None
    type_number = _quick_seed_type(seed, first, second)
    d = px_bits(PX_U32 if type_number == cnp.NPY_INT32 else PX_U64)
    stream = _scrambled(first, second)
    return _filled(kind, &stream, &d, &axes, 2 * axes.length[0], type_number)


def quick_fold_in(type kind, seed, data, alg):
    """Make a seed of a seed and an int, as `random.fold_in`; or return None."""
    cdef px_distribution d
    cdef px_stream stream
    cdef _Axes axes
    cdef cnp.ndarray result
    cdef int64_t number, limit = 1 << 31
    cdef uint64_t first, second
    cdef bint is_narrow
    if not (_is_quick_alg(alg) and _quick_seed(seed, &first, &second)):
        return None
    if not _is_small_int(data, &number):
        return None
    is_narrow = -limit <= number < limit
    axes.n, axes.length[0] = 1, 2
    stream = _scrambled(first, second)
    d = px_bits(PX_U32 if is_narrow else PX_U64)
    result = _new_result(kind, &axes, cnp.NPY_INT32 if is_narrow else cnp.NPY_INT64)
    px_check(px_fill(&stream, &d, 0, 1, cnp.PyArray_DATA(result)))
    if is_narrow:
        (<int32_t *>cnp.PyArray_DATA(result))[1] = <int32_t>number
    else:
        (<int64_t *>cnp.PyArray_DATA(result))[1] = number
    return result


cdef object _sampled(
    type kind, const px_stream *stream, px_samples *d, const double *parameters,
    _Axes *axes, size_t n, int t,
):
    """A small draw with one or two parameters for all."""
    cdef cnp.ndarray result = _new_result(kind, axes, _TYPE_NUMBERS[t])
    d.type = <px_type>t
    d.n_parameters, d.n_samples = 1, n
    d.first, d.second = parameters, parameters + 1
    if n > 0:
        px_check(px_fill_samples(stream, d, 0, n, cnp.PyArray_DATA(result)))
    return result


def quick_gamma(type kind, shape, seed, alpha, dtype):
    """Draw from a gamma distribution, as `random.stateless_gamma`; or return None."""
    cdef px_samples d
    cdef px_stream stream
    cdef _Axes axes
    cdef size_t n, i
    cdef int t = _quick_type(dtype)
    cdef uint64_t first, second
    cdef double[2] parameters
    cdef cnp.ndarray result
    cdef float *narrow
    cdef double *wide
    if (t != PX_F32 and t != PX_F64) or not _quick_number(alpha, &parameters[0]):
        return None
    if not (_quick_shape(shape, &axes, &n) and _quick_seed(seed, &first, &second)):
        return None
    parameters[0] = parameters[1] = _rounded(parameters[0], t)
    if not parameters[0] > 0:
        return None
    d.kind, d.rules, d.largest = PX_SAMPLE_GAMMA, NULL, 0
    stream = _scrambled(first, second)
    result = _sampled(kind, &stream, &d, parameters, &axes, n, t)
    # Values are at least the smallest normal number.
    if t == PX_F32:
        narrow = <float *>cnp.PyArray_DATA(result)
        for i in range(n):
            if narrow[i] < <float>(2.0 ** -126):
                narrow[i] = <float>(2.0 ** -126)
    else:
        wide = <double *>cnp.PyArray_DATA(result)
        for i in range(n):
            if wide[i] < 2.0 ** -1022:
                wide[i] = 2.0 ** -1022
    return result


def quick_poisson(type kind, shape, seed, rate, dtype):
    """Draw from a Poisson distribution, as `random.stateless_poisson`; or None."""
    cdef px_samples d
    cdef px_stream stream
    cdef _Axes axes
    cdef size_t n
    cdef int t = _quick_type(dtype)
    cdef uint64_t first, second
    cdef double[2] parameters
    if t < PX_I32 or not _quick_number(rate, &parameters[0]):
        return None
    if not (_quick_shape(shape, &axes, &n) and _quick_seed(seed, &first, &second)):
        return None
    if type(rate) is float:
        parameters[0] = <float>parameters[0]
    if not 0 <= parameters[0] <= 1e6:
        return None
    parameters[1] = parameters[0]
    d.kind, d.rules = PX_SAMPLE_POISSON, NULL
    d.largest = _POISSON_LARGEST[t]
    stream = _scrambled(first, second)
    return _sampled(kind, &stream, &d, parameters, &axes, n, t)


cdef double[8] _POISSON_LARGEST = [
    0, 0, 2.0 ** 31 - 1, 2.0 ** 63, 0, 0, np.finfo(np.float32).max,
    np.finfo(np.float64).max,
]


def quick_binomial(type kind, shape, seed, counts, probs, dtype):
    """Draw from a binomial distribution, as `random.stateless_binomial`; or None."""
    cdef px_samples d
    cdef px_stream stream
    cdef _Axes axes
    cdef size_t n
    cdef int t = _quick_type(dtype)
    cdef uint64_t first, second
    cdef double[2] parameters
    cdef unsigned char rules = 0
    cdef float count, share
    if t < PX_I32 or not _quick_number(counts, &parameters[0]):
        return None
    if not _quick_number(probs, &parameters[1]):
        return None
    if not (_quick_shape(shape, &axes, &n) and _quick_seed(seed, &first, &second)):
        return None
    count, share = <float>parameters[0], <float>parameters[1]
    if not (0 < count < 1e6 and 0 < share < 1):
        return None
    if not share <= 0.5:
        rules |= BINOMIAL_OF_FAILURES
        share = <float>1 - share
    if <float>(count * share) >= 10:
        rules |= BINOMIAL_BY_REJECTION
    parameters[0], parameters[1] = count, share
    d.kind, d.rules, d.largest = PX_SAMPLE_BINOMIAL, &rules, 0
    stream = _scrambled(first, second)
    return _sampled(kind, &stream, &d, parameters, &axes, n, t)


cdef enum:
    BINOMIAL_BY_REJECTION = 2
    BINOMIAL_OF_FAILURES = 4


cdef size_t _quick_rows(object rows, double *out, size_t *n_classes):
    """Read a list of lists of floats, rounded to float32; 0 if it is none."""
    cdef size_t i, j, n
    cdef object row
    if type(rows) is not list:
        return 0
    n = len(<list>rows)
    n_classes[0] = 0
    for i in range(n):
        row = (<list>rows)[i]
        if type(row) is not list or len(<list>row) == 0:
            return 0
        if i > 0 and <size_t>len(<list>row) != n_classes[0]:
            return 0
        n_classes[0] = len(<list>row)
        if n * n_classes[0] > SMALL_FILL:
            return 0
        for j in range(n_classes[0]):
            if type((<list>row)[j]) is not float:
                return 0
            out[i * n_classes[0] + j] = <float><double>(<list>row)[j]
    return n


def quick_categorical(type kind, logits, n_samples, seed, dtype):
    """Draw classes, as `random.stateless_categorical` of lists of floats; or None."""
    cdef px_stream stream
    cdef _Axes axes
    cdef int t = _quick_type(dtype)
    cdef uint64_t first, second
    cdef double[SMALL_FILL] table
    cdef double[2 * SMALL_FILL] sums
    cdef int64_t[SMALL_FILL] wide
    cdef int64_t samples
    cdef size_t n_classes, n_rows, n, i
    cdef cnp.ndarray result
    if t != PX_I64 and t != PX_I32:
        return None
    if not (_is_small_int(n_samples, &samples) and 0 <= samples <= SMALL_FILL):
        return None
    if not _quick_seed(seed, &first, &second):
        return None
    n_rows = _quick_rows(logits, table, &n_classes)
    n = n_rows * samples
    if n_rows == 0 or n > SMALL_FILL:
        return None
    axes.n, axes.length[0], axes.length[1] = 2, n_rows, samples
    result = _new_result(kind, &axes, _TYPE_NUMBERS[t])
    stream = _scrambled(first, second)
    if n > 0:
        px_categorical(&stream, table, n_rows, n_classes, samples, sums, wide)
    for i in range(n):
        if t == PX_I64:
            (<int64_t *>cnp.PyArray_DATA(result))[i] = wide[i]
        else:
            (<int32_t *>cnp.PyArray_DATA(result))[i] = <int32_t>wide[i]
    return result


def quick_index_shuffle(type kind, index, seed, limit):
    """Return where an index goes, as `random.experimental.index_shuffle`; or None."""
    cdef int64_t place, largest
    cdef uint64_t first, second, from_, to, last
    cdef uint32_t[3] key
    cdef _Axes axes
    cdef cnp.ndarray result
    if not (_is_small_int(index, &place) and _is_small_int(limit, &largest)):
        return None
    if not (0 <= place <= largest < 1 << 31 and _quick_seed(seed, &first, &second)):
        return None
    key[0], key[1], key[2] = INDEX_KEY, <uint32_t>first, <uint32_t>second
    from_, last = place, largest
    px_index_shuffle(&from_, &last, 0, key, 0, 1, &to)
    axes.n = 0
    result = _new_result(kind, &axes, cnp.NPY_INT32)
    (<int32_t *>cnp.PyArray_DATA(result))[0] = <int32_t>to
    return result


# The first word of the keys of index_shuffle.
cdef enum:
    INDEX_KEY = 498247692
