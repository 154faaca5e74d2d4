# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Part of _core.pyx: the state of TensorFlow's random generators, and small draws."""


cdef class CoreGenerator:
    """A counter and a key, which draws move on in one step.

    The methods of small draws take their arguments as those in at_once.pxi, and return
    None, without moving the state, where there is more to look at.
    """

    cdef px_stream _state
    cdef bint _is_short  # ThreeFry's state, of a counter of 64 bits, that never draws

    def _limbs(self):
        """The state as a list of signed integers: the counter, low half first, key."""
        cdef px_stream s
        with cython.critical_section(self):
            s = self._state
        if self._is_short:
            return [<int64_t>s.counter.lo, <int64_t>s.key]
        return [<int64_t>s.counter.lo, <int64_t>s.counter.hi, <int64_t>s.key]

    def _set_limbs(self, limbs):
        """Set the state to that which `_limbs` gave: two integers, or three."""
        cdef bint is_short = len(limbs) == 2
        cdef int64_t low = limbs[0], high = 0 if is_short else limbs[1]
        cdef int64_t key = limbs[1 if is_short else 2]
        with cython.critical_section(self):
            self._is_short = is_short
            self._state.counter.lo = <uint64_t>low
            self._state.counter.hi = <uint64_t>high
            self._state.key = <uint64_t>key

    def _advance(self, blocks):
        """Return the state, then add blocks, modulo 2**64, to its counter.

        As TensorFlow's philox_random.h, whose carry into the upper half gets lost where
        the upper 32 bits of the blocks are all ones and the lower ones carry.
        """
        cdef uint64_t n = blocks & 0xFFFFFFFFFFFFFFFF
        cdef px_stream s
        cdef uint64_t carry, low = 0xFFFFFFFF
        with cython.critical_section(self):
            s = self._state
            self._state.counter.lo += n
            carry = self._state.counter.lo < n
            if n >> 32 == low and (s.counter.lo & low) + (n & low) > low:
                carry = 0
            self._state.counter.hi += carry
        return [<int64_t>s.counter.lo, <int64_t>s.counter.hi, <int64_t>s.key]

    cdef px_stream _taken_small(self, size_t n):
        """The stream from the state on, which then moves by a draw of n elements."""
        cdef px_stream found
        with cython.critical_section(self):
            found = self._state
            self._state.counter = px_counter_add_product(found.counter, n, 256)
        return found

    def _quick_uniform(self, type kind, shape, low, high, dtype):
        cdef px_distribution d
        cdef px_stream stream
        cdef _Axes axes
        cdef size_t n
        cdef int type_number
        if self._is_short or not _quick_shape(shape, &axes, &n):
            return None
        if not _quick_uniform(&d, &type_number, low, high, dtype):
            return None
        stream = self._taken_small(n)
        return _filled(kind, &stream, &d, &axes, n, type_number)

    def _quick_normal(self, type kind, bint is_cut, shape, mean, stddev, dtype):
        cdef px_distribution d
        cdef px_stream stream
        cdef _Axes axes
        cdef size_t n
        cdef int type_number
        if self._is_short or not _quick_shape(shape, &axes, &n):
            return None
        if not _quick_normal(&d, &type_number, is_cut, mean, stddev, dtype):
            return None
        stream = self._taken_small(n)
        return _filled(kind, &stream, &d, &axes, n, type_number)

    def _quick_full_integers(self, type kind, shape, dtype):
        cdef px_distribution d
        cdef px_stream stream
        cdef _Axes axes
        cdef size_t n
        cdef int t = _quick_type(dtype)
        if self._is_short or t < 0 or t > PX_I64 or not _quick_shape(shape, &axes, &n):
            return None
        d = px_bits(PX_U32 if t == PX_I32 or t == PX_U32 else PX_U64)
        stream = self._taken_small(n)
        return _filled(kind, &stream, &d, &axes, n, _TYPE_NUMBERS[t])
