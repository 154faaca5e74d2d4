# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Part of _core.pyx: TensorFlow's draws with a loop in each value.

Each function takes what a run of an op reserves, in blocks, and fills from the counter
that it finds. Arguments were checked by the callers.
"""


cdef const double *_doubles(cnp.ndarray array):
    return <const double *>cnp.PyArray_DATA(array)


cdef object _float64s(object values):
    return np.ascontiguousarray(values, np.float64)


cdef object _drawn_samples(
    CoreStream stream, px_samples *d, object n_samples, object dtype, object blocks
):
    cdef int t = _type_of(dtype, PX_I32, PX_F64, "samples")
    d.type = <px_type>t
    d.n_samples = n_samples
    cdef cnp.ndarray out = np.empty((n_samples, d.n_parameters), _dtype_of(t))
    cdef _Memory memory = _memory_of(out)
    cdef uint64_t first = stream._first
    cdef int threads = 1
    if t == PX_BF16 or (d.kind == PX_SAMPLE_GAMMA and t < PX_F16):
        raise TypeError(f"dtype must be one of the kind's, got {dtype!r}")
    if memory.n * SAMPLE_COST >= 2 * SHARE:
        threads = _threads.get_num_threads()
    cdef px_stream found = stream._reserve(blocks, 1)
    _fill(found, NULL, first, memory, threads, NULL, d)
    return out


def draw_gamma(CoreStream stream, n_samples, alpha, dtype, blocks):
    """Draw from gamma distributions of scale 1.

    Parameters
    ----------
    stream : CoreStream
    n_samples : int
        Samples of each parameter.
    alpha : array_like of float, shape (m,)
        The shape parameters.
    dtype : dtype
        float16, float32 or float64, to which the values, float64, are rounded.
    blocks : int
        By how much the stream moves.

    Returns
    -------
    ndarray, shape (n_samples, m)
    """
    cdef px_samples d
    cdef cnp.ndarray first = _float64s(alpha)
    d.kind = PX_SAMPLE_GAMMA
    d.n_parameters = cnp.PyArray_SIZE(first)
    d.first = d.second = _doubles(first)
    d.rules = NULL
    d.largest = 0
    return _drawn_samples(stream, &d, n_samples, dtype, blocks)


def draw_poisson(CoreStream stream, n_samples, rate, dtype, blocks):
    """Draw from Poisson distributions; as `draw_gamma`.

    The dtype may be int32 or int64 too. Values above its largest are drawn again, for
    ever if the rate is far above it: the caller sees to that.
    """
    cdef px_samples d
    cdef cnp.ndarray first = _float64s(rate)
    info = np.finfo(dtype) if np.dtype(dtype).kind == "f" else np.iinfo(dtype)
    d.kind = PX_SAMPLE_POISSON
    d.n_parameters = cnp.PyArray_SIZE(first)
    d.first = d.second = _doubles(first)
    d.rules = NULL
    d.largest = float(info.max)
    return _drawn_samples(stream, &d, n_samples, dtype, blocks)


def draw_binomial(CoreStream stream, n_samples, counts, probs, rules, dtype, blocks):
    """Draw from binomial distributions; as `draw_gamma`.

    Parameters
    ----------
    stream, n_samples, dtype, blocks
        As for `draw_poisson`.
    counts, probs : array_like of float, shape (m,)
        The numbers of trials, and probabilities of at most a half.
    rules : array_like of uint8, shape (m,)
        The sum of what holds: 1, the value is the count; 2, to be drawn by rejection;
        4, the value is the count minus what is drawn.
    """
    cdef px_samples d
    cdef cnp.ndarray first = _float64s(counts), second = _float64s(probs)
    cdef cnp.ndarray how = np.ascontiguousarray(rules, np.uint8)
    d.kind = PX_SAMPLE_BINOMIAL
    d.n_parameters = cnp.PyArray_SIZE(first)
    d.first, d.second = _doubles(first), _doubles(second)
    d.rules = <const unsigned char *>cnp.PyArray_DATA(how)
    d.largest = 0
    return _drawn_samples(stream, &d, n_samples, dtype, blocks)


def draw_classes(CoreStream stream, logits, n_samples, pieces, blocks):
    """Draw classes by their logits.

    Parameters
    ----------
    stream : CoreStream
    logits : array_like of float, shape (rows, classes)
    n_samples : int
        Samples of each row.
    pieces : sequence of tuple of int
        Ranges of rows, each of which starts to draw at its own place.
    blocks : int
        By how much the stream moves.

    Returns
    -------
    ndarray of int64, shape (rows, n_samples)
    """
    cdef cnp.ndarray table = _float64s(logits)
    cdef size_t n_classes = cnp.PyArray_DIM(table, 1), start, n_rows
    cdef uint64_t samples = n_samples
    cdef cnp.ndarray out = np.empty((table.shape[0], n_samples), np.int64)
    cdef cnp.ndarray sums = np.empty(2 * n_classes, np.float64)
    cdef const double *from_ = _doubles(table)
    cdef double *room = <double *>cnp.PyArray_DATA(sums)
    cdef int64_t *to = <int64_t *>cnp.PyArray_DATA(out)
    cdef px_stream found = stream._reserve(blocks, 1), piece
    for first, end in pieces:
        start, n_rows = first, end - first
        piece = found
        piece.counter = px_counter_add_product(
            found.counter, first * (n_samples + 3) // 4, 1
        )
        with nogil:
            px_categorical(&piece, from_ + start * n_classes, n_rows, n_classes,
                           samples, room, to + start * samples)
    return out


def draw_parameterized(CoreStream stream, dtype, parameters, pieces, n, blocks):
    """Draw normals that are cut to intervals, in chunks.

    Parameters
    ----------
    stream : CoreStream
    dtype : dtype
        float16, float32 or float64.
    parameters : array_like of float, shape (m, 4)
        Mean, standard deviation, lower and upper limit of each chunk; of all if m is 1.
    pieces : sequence of tuple of int
        Of each: the first value, the number of values, the first chunk, the size of
        that, the size of the others, and the block that it starts at.
    n : int
        The number of values.
    blocks : int
        By how much the stream moves, also if no value can be drawn.

    Returns
    -------
    values : ndarray, shape (n,)
    status : int
        0, or 1 if the parameters of a chunk are invalid, or 2 if a thousand candidates
        in a row were not accepted.
    """
    cdef int t = _type_of(dtype, PX_F16, PX_F64, "parameterized_truncated_normal")
    cdef cnp.ndarray table = _float64s(parameters)
    cdef size_t stride = 4 if table.shape[0] > 1 else 0
    cdef cnp.ndarray out = np.empty(n, np.float64 if t == PX_F64 else np.float32)
    cdef char *data = <char *>cnp.PyArray_DATA(out)
    cdef const double *rows = _doubles(table)
    cdef size_t item_size = cnp.PyArray_ITEMSIZE(out)
    cdef px_stream found = stream._reserve(blocks, 1), piece
    cdef size_t first, count, chunk, first_size, size
    cdef int status = 0
    for start, length, first_chunk, first_of, of, block in pieces:
        first, count, chunk, first_size, size = (
            start, length, first_chunk, first_of, of
        )
        piece = found
        piece.counter = px_counter_add_product(found.counter, block, 1)
        with nogil:
            status = px_parameterized(
                &piece, <px_type>t, rows + stride * chunk, stride,
                first_size, size, count, data + first * item_size,
            )
        if status != 0:
            break
    return (out.astype(np.float16) if t == PX_F16 else out), status


def index_shuffled(indices, limits, keys):
    """Return where indices go in permutations.

    Parameters
    ----------
    indices, limits : array_like of uint64, shape (n,)
        Each index is at most its limit; one limit may stand for all.
    keys : array_like of uint32, shape (n, 3) or (1, 3)

    Returns
    -------
    ndarray of uint64, shape (n,)
    """
    cdef cnp.ndarray index = np.ascontiguousarray(indices, np.uint64)
    cdef cnp.ndarray limit = np.ascontiguousarray(limits, np.uint64)
    cdef cnp.ndarray key = np.ascontiguousarray(keys, np.uint32)
    cdef cnp.ndarray out = np.empty_like(index)
    cdef const uint64_t *index_data = <const uint64_t *>cnp.PyArray_DATA(index)
    cdef const uint64_t *limit_data = <const uint64_t *>cnp.PyArray_DATA(limit)
    cdef const uint32_t *key_data = <const uint32_t *>cnp.PyArray_DATA(key)
    cdef uint64_t *data = <uint64_t *>cnp.PyArray_DATA(out)
    cdef size_t n = cnp.PyArray_SIZE(index)
    cdef size_t limit_stride = 1 if cnp.PyArray_SIZE(limit) > 1 else 0
    cdef size_t key_stride = 3 if cnp.PyArray_DIM(key, 0) > 1 else 0
    with nogil:
        px_index_shuffle(index_data, limit_data, limit_stride, key_data, key_stride, n,
                         data)
    return out
