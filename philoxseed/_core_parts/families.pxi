# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Part of _core.pyx: distributions of NumPy's Generator, all drawn by one method."""

# What a parameter may be, as numpy/random/_common.pyx has it.
cdef enum _Rule:
    ANY
    NON_NEGATIVE  # or NaN
    POSITIVE  # or NaN
    POSITIVE_NUMBER
    PROBABILITY
    POSITIVE_PROBABILITY
    BELOW_ONE
    ABOVE_ONE
    MEAN
    COUNT  # an integer

# Poisson's largest mean: 10 standard deviations more are an int64.
cdef double _LARGEST_MEAN = (2**63 - 1) - (2**63 - 1) ** 0.5 * 10

# What is said of others, and what is expected.
cdef dict _rules = {
    "any": (ANY, "", ""),
    "non-negative": (NON_NEGATIVE, "< 0", "0 or more"),
    "positive": (POSITIVE, "<= 0", "more than 0"),
    "positive number": (POSITIVE_NUMBER, "<= 0 or NaN", "more than 0"),
    "probability": (PROBABILITY, "< 0, > 1 or NaN", "from 0 to 1"),
    "positive probability": (
        POSITIVE_PROBABILITY, "<= 0, > 1 or NaN", "more than 0 and at most 1",
    ),
    "below one": (BELOW_ONE, "< 0, >= 1 or NaN", "0 or more and less than 1"),
    "above one": (ABOVE_ONE, "<= 1 or NaN", "more than 1"),
    "mean": (MEAN, "< 0, too large or NaN", f"from 0 to {_LARGEST_MEAN:.17g}"),
    "count": (COUNT, "< 0", "0 or more"),
}

cdef dict _kinds = {
    "lognormal": PX_LOGNORMAL, "laplace": PX_LAPLACE, "logistic": PX_LOGISTIC,
    "gumbel": PX_GUMBEL, "rayleigh": PX_RAYLEIGH, "weibull": PX_WEIBULL,
    "pareto": PX_PARETO, "power": PX_POWER, "standard_cauchy": PX_STANDARD_CAUCHY,
    "triangular": PX_TRIANGULAR, "geometric": PX_GEOMETRIC, "gamma": PX_GAMMA,
    "log_gamma": PX_LOG_GAMMA, "chisquare": PX_CHISQUARE, "beta": PX_BETA, "f": PX_F,
    "standard_t": PX_STANDARD_T, "wald": PX_WALD, "vonmises": PX_VONMISES,
    "noncentral_chisquare": PX_NONCENTRAL_CHISQUARE, "noncentral_f": PX_NONCENTRAL_F,
    "poisson": PX_POISSON, "binomial": PX_BINOMIAL,
    "negative_binomial": PX_NEGATIVE_BINOMIAL, "hypergeometric": PX_HYPERGEOMETRIC,
    "zipf": PX_ZIPF, "logseries": PX_LOGSERIES,
}


cdef union _Number:
    double real
    int64_t whole


cdef inline bint _is_right(_Number x, _Rule rule) noexcept:
    cdef double real = x.real
    if rule == ANY:
        return True
    if rule == NON_NEGATIVE:
        return not signbit(real) or real != real
    if rule == POSITIVE:
        return not real <= 0
    if rule == POSITIVE_NUMBER:
        return real > 0
    if rule == PROBABILITY:
        return 0 <= real <= 1
    if rule == POSITIVE_PROBABILITY:
        return 0 < real <= 1
    if rule == BELOW_ONE:
        return 0 <= real < 1
    if rule == ABOVE_ONE:
        return real > 1
    if rule == MEAN:
        return 0 <= real <= _LARGEST_MEAN
    return x.whole >= 0


cdef cnp.ndarray _counts(object x, str name):
    """An array of int64 of what NumPy takes for one."""
    try:
        return cnp.PyArray_FROM_OTF(
            x, cnp.NPY_INT64, cnp.NPY_ARRAY_IN_ARRAY | cnp.NPY_ARRAY_ENSUREARRAY
        )
    except (TypeError, ValueError) as error:
        refused = TypeError if isinstance(error, TypeError) else ValueError
        raise refused(f"{name} must be an integer or an array of them: {error}")


@cython.final
cdef class Family:
    """A distribution of NumPy's Generator: its kind and what its parameters may be.

    Parameters
    ----------
    kind : str
        The kind's name: that of NumPy's method.
    parameters : pair of str
        Each parameter's name and rule.
    check : callable, optional
        Called with all parameters, numbers or arrays; raises where they do not fit
        together.
    """

    cdef px_kind kind
    cdef str name
    cdef int n
    cdef _Rule[3] rules
    cdef tuple names
    cdef tuple words
    cdef object check
    cdef bint is_whole

    def __init__(self, str kind, *parameters, check=None):
        cdef int i
        self.kind = <px_kind><int>_kinds[kind]
        self.name = kind
        self.n = <int>len(parameters)
        self.names = tuple([name for name, _ in parameters])
        self.words = tuple([_rules[rule][1:] for _, rule in parameters])
        for i in range(self.n):
            self.rules[i] = <_Rule><int>_rules[parameters[i][1]][0]
        self.check = check
        self.is_whole = self.kind == PX_GEOMETRIC or self.kind >= PX_POISSON

    cdef bint _read(self, object x, int i, _Number *value) except -1:
        """Whether a parameter is a number that is right."""
        if self.rules[i] == COUNT:
            return whole_number(x, &value.whole) and value.whole >= 0
        return real_number(x, &value.real) and _is_right(value[0], self.rules[i])

    cdef object _checked(self, object x, int i):
        """An array of parameters that are right; of numbers it has no axis."""
        cdef str name = self.names[i]
        cdef cnp.ndarray array
        cdef _Number *values
        if self.rules[i] == COUNT:
            array = _counts(x, name)
        else:
            array = _as_array(_parameter(x, name))
        values = <_Number *>cnp.PyArray_DATA(array)
        for j in range(cnp.PyArray_SIZE(array)):
            if not _is_right(values[j], self.rules[i]):
                wrong, right = self.words[i]
                raise ValueError(
                    f"{name} {wrong}: expected {right}, got {array.ravel()[j]}"
                )
        return array

    def draw(
        self, generator, size, dtype, out, threads, a=None, b=None, c=None, /
    ):
        """Draw values of a generator: a number, or an array."""
        cdef void *bits = _bits_of(generator)
        cdef _Number[3] numbers
        cdef px_array[3] arrays
        cdef px_distribution d
        cdef _Number value
        cdef section s
        cdef int i, t = PX_I64
        cdef tuple given = (a, b, c)
        if not self.is_whole:
            t = _float_type_of(dtype, self.name)
        for i in range(3):
            arrays[i].data = &numbers[i] if i < self.n else NULL
            arrays[i].stride = 0
        d = px_family(self.kind, <px_type>t, arrays)
        for i in range(self.n):
            if not self._read(given[i], i, &numbers[i]):
                given = tuple([self._checked(given[i], i) for i in range(self.n)])
                if self._are_numbers(given, numbers):
                    break
                if self.check is not None:
                    self.check(*given)
                return _draw_each(
                    <CoreBitGenerator>bits, &d, _TYPE_NUMBERS[t], given, size, out,
                    threads,
                )
        if self.check is not None:
            self.check(*given[: self.n])
        if size is not None or out is not None or threads is not None or t == PX_F32:
            found = (<CoreBitGenerator>bits)._draw(
                &d, _TYPE_NUMBERS[t], size, out, threads
            )
            if size is not None or out is not None:
                return found
            return int(found) if self.is_whole else float(found)
        if _enter(bits, &s):
            px_words_draw(&(<CoreBitGenerator>bits)._words, &d, 1, &value)
            _leave(&s)
        else:
            (<CoreBitGenerator>bits)._one(&d, &value)
        return value.whole if self.is_whole else value.real

    cdef bint _are_numbers(self, tuple arrays, _Number *numbers) except -1:
        """Whether all arrays have no axis; then they are numbers."""
        cdef int i
        for i in range(self.n):
            if cnp.PyArray_NDIM(arrays[i]) > 0:
                return False
            numbers[i] = (<_Number *>cnp.PyArray_DATA(arrays[i]))[0]
        return True


def draw_rows(
    generator, cnp.ndarray alpha, bint logarithms, size, dtype, out, threads
):
    """Draw rows of gamma variates, divided by their sums: Dirichlet's distribution.

    Parameters
    ----------
    generator
    alpha : ndarray of float64, shape (m,)
        The shapes, whose memory is not that of `out`.
    logarithms : bool
        Whether rows are made of the variates' logarithms.
    size, dtype, out, threads
        As `Family.draw`; the size is that of the rows, which have m entries each.
    """
    cdef void *bits = _bits_of(generator)
    cdef int t = _float_type_of(dtype, "dirichlet")
    cdef cnp.npy_intp width = cnp.PyArray_DIMS(alpha)[0]
    cdef cnp.ndarray array, rows
    cdef px_array[3] arrays
    cdef px_distribution d
    cdef _Axes axes
    cdef size_t n
    cdef double *data
    _checked_threads(threads)
    _read_size(size, &axes)
    if axes.n >= 0 or out is None:
        axes.n = max(axes.n, 0) + 1
        if axes.n > PX_EACH_AXES:
            raise ValueError(
                f"size must have at most {PX_EACH_AXES - 1} axes, got {axes.n - 1}"
            )
        axes.length[axes.n - 1] = width
    array = _array_to_fill(&axes, out, _TYPE_NUMBERS[t])
    axes = _axes_of(array)
    if axes.n == 0 or axes.length[axes.n - 1] != width:
        raise ValueError(
            f"out must have {width} entries along its last axis, as alpha has, got the "
            f"shape {_as_tuple(&axes)}"
        )
    for i in range(3):
        arrays[i].data, arrays[i].stride = NULL, 0
    d = px_family(PX_LOG_GAMMA if logarithms else PX_GAMMA, PX_F64, arrays)
    parameters = (alpha,) if logarithms else (alpha, _as_array(1.0))
    rows = array if t == PX_F64 else _new_array(&axes, cnp.NPY_DOUBLE)
    _draw_each(
        <CoreBitGenerator>bits, &d, cnp.NPY_DOUBLE, parameters, None, rows, threads
    )
    n = cnp.PyArray_SIZE(rows)
    data = <double *>cnp.PyArray_DATA(rows)
    if width > 0:
        with nogil:
            px_divide_rows(data, n // width, width, logarithms)
    if t != PX_F64:
        array[...] = rows
    return array if out is None else out
