# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Part of _core.pyx: a numpy.random.BitGenerator on a buffer of many blocks."""

cdef enum:
    BUFFER_BLOCKS = 64
    BUFFER_WORDS = 4 * BUFFER_BLOCKS


cdef struct word_buffer:
    # The words of the blocks from stream.counter on, of which the first `used` are
    # used up. Nothing is filled in a new buffer.
    px_stream stream
    uint32_t used
    uint32_t filled
    uint32_t[BUFFER_WORDS] words


cdef px_distribution _WORDS
_WORDS.kind = PX_BITS
_WORDS.type = PX_U32


cdef void _refill(word_buffer *b) noexcept nogil:
    b.stream.counter = px_counter_add(b.stream.counter, b.filled // 4)
    px_fill(&b.stream, &_WORDS, 0, BUFFER_WORDS, b.words)
    b.used = 0
    b.filled = BUFFER_WORDS


cdef inline uint32_t _next_word(word_buffer *b) noexcept nogil:
    if b.used == b.filled:
        _refill(b)
    b.used += 1
    return b.words[b.used - 1]


cdef uint32_t _next_uint32(void *state) noexcept nogil:
    return _next_word(<word_buffer *>state)


cdef uint64_t _next_uint64(void *state) noexcept nogil:
    cdef uint64_t first = _next_word(<word_buffer *>state)
    return first << 32 | _next_word(<word_buffer *>state)


cdef double _next_double(void *state) noexcept nogil:
    cdef uint32_t first = _next_word(<word_buffer *>state) >> 5
    cdef uint32_t second = _next_word(<word_buffer *>state) >> 6
    return (first * 67108864.0 + second) / 9007199254740992.0


cdef uint64_t _next_raw(void *state) noexcept nogil:
    return _next_word(<word_buffer *>state)


cdef class CoreBitGenerator(BitGenerator):
    """The words of one key from one counter on, as a numpy.random.BitGenerator.

    Parameters
    ----------
    seed : None, int, array_like of int or numpy.random.SeedSequence
        Gives key and counter: the first two 64-bit words of a SeedSequence are the key
        and the upper half of the counter.
    key : int, optional
        The 64-bit key, instead of a seed.
    counter : int, optional
        The 128-bit counter of the first block, with a key; 0 by default.

    Raises
    ------
    TypeError, ValueError
        If an argument is not an integer, or out of range; or both a seed and a key are
        given, or a counter without a key.
    """

    cdef word_buffer _buffer
    cdef object _acquire, _release

    def __init__(self, seed=None, *, key=None, counter=None):
        if key is None:
            if counter is not None:
                raise ValueError("counter goes with key, not with seed")
            BitGenerator.__init__(self, seed)
            words = self._seed_seq.generate_state(2, np.uint64)
            key, counter = int(words[0]), int(words[1]) << 64
        else:
            if seed is not None:
                raise ValueError("seed and key cannot be both used")
            key = _unsigned(key, 64, "key")
            counter = _unsigned(0 if counter is None else counter, 128, "counter")
            BitGenerator.__init__(self, 0)
            self._seed_seq = None
        self._bitgen.state = <void *>&self._buffer
        self._bitgen.next_uint64 = &_next_uint64
        self._bitgen.next_uint32 = &_next_uint32
        self._bitgen.next_double = &_next_double
        self._bitgen.next_raw = &_next_raw
        self._buffer.stream.key = key
        self._seek(counter, 0)
        # Bound once: `with self.lock` takes longer than a small fill.
        self._acquire, self._release = self.lock.acquire, self.lock.release

    cdef int _seek(self, object counter, uint32_t used) except -1:
        """Go to a block, of which some words are used up."""
        cdef word_buffer *b = &self._buffer
        b.stream.counter.lo = counter & 0xFFFFFFFFFFFFFFFF
        b.stream.counter.hi = counter >> 64
        b.used = b.filled = 0
        if used:
            _refill(b)
            b.used = used
        return 0

    cdef object _counter(self):
        """The counter of the block that the next word is in."""
        cdef px_counter c = px_counter_add(
            self._buffer.stream.counter, self._buffer.used // 4
        )
        return c.lo | <object>c.hi << 64

    cdef px_stream _reserve(self, uint64_t blocks):
        """The stream from the next whole block on; then move that many blocks on."""
        cdef word_buffer *b = &self._buffer
        cdef px_stream found
        cdef uint64_t begun, left
        self._acquire()
        begun = (b.used + 3) // 4
        left = b.filled // 4 - begun
        found = b.stream
        found.counter = px_counter_add(found.counter, begun)
        if blocks <= left:
            b.used = <uint32_t>(4 * (begun + blocks))
        else:
            b.stream.counter = px_counter_add(found.counter, blocks)
            b.used = b.filled = 0
        self._release()
        return found

    @property
    def state(self):
        """The place in the stream, as a dict of plain values that can be set.

        ``state["state"]`` has the key and the counter of the block that the next word
        is in, ``buffer_pos`` tells how many of the block's four words are used up.
        """
        with self.lock:
            return {
                "bit_generator": "Philox4x32",
                "state": {"key": self._buffer.stream.key, "counter": self._counter()},
                "buffer_pos": self._buffer.used % 4,
            }

    @state.setter
    def state(self, value):
        _check_keys("state", value, ("bit_generator", "state", "buffer_pos"))
        if value["bit_generator"] != "Philox4x32":
            raise ValueError(
                "state must be for a Philox4x32 PRNG, got one for "
                f"{value['bit_generator']!r}"
            )
        _check_keys("state['state']", value["state"], ("key", "counter"))
        key = _unsigned(value["state"]["key"], 64, "key")
        counter = _unsigned(value["state"]["counter"], 128, "counter")
        used = _unsigned(value["buffer_pos"], 2, "buffer_pos")
        with self.lock:
            self._buffer.stream.key = key
            self._seek(counter, used)

    def __reduce__(self):
        return _restored_bits, (type(self),), (self.state, self._seed_seq)

    def __setstate__(self, state):
        self.state, self._seed_seq = state

    def spawn(self, n_children):
        """Return bit generators of seeds that are spawned from this one's.

        Parameters
        ----------
        n_children : int

        Returns
        -------
        list of bit generators

        Raises
        ------
        TypeError
            If this one was made by a key: there is no seed to spawn from.
        """
        if self._seed_seq is None:
            raise TypeError(
                "a bit generator made by a key has no seed to spawn from; make it by a "
                "seed, or use jumped"
            )
        return BitGenerator.spawn(self, n_children)

    def advance(self, delta):
        """Advance by `delta` blocks, as drawing ``4 * delta`` 32-bit words would.

        Parameters
        ----------
        delta : int
            Of any sign; modulo 2**128.

        Returns
        -------
        self
        """
        delta = operator.index(delta)
        with self.lock:
            self._seek((self._counter() + delta) % (1 << 128), self._buffer.used % 4)
        return self

    def jumped(self, jumps=1):
        """Return a new bit generator that is ``jumps * 2**64`` blocks farther on.

        Parameters
        ----------
        jumps : int, default 1

        Returns
        -------
        bit generator
            Of this class. It has a key, but no seed to spawn from.
        """
        jumps = operator.index(jumps)
        bits = _restored_bits(type(self))
        bits.state = self.state
        return bits.advance(jumps << 64)

    cdef object _draw(
        self, px_distribution *d, int type_number, object size, object out,
        object threads,
    ):
        cdef cnp.ndarray array
        cdef cnp.npy_intp n
        cdef int n_threads
        cdef px_stream stream
        if out is None:
            array = _new_array(size, type_number)
        else:
            array = _checked_out(out, size, type_number)
        n_threads = _thread_count(threads, array)
        n = cnp.PyArray_SIZE(array)
        stream = self._reserve(px_blocks(d, n))
        _fill(stream, d, 0, array, n_threads)
        if out is not None:
            return out
        return array[()] if size is None else array


def _restored_bits(cls):
    """A bit generator whose state is set afterwards."""
    bits = cls.__new__(cls)
    CoreBitGenerator.__init__(bits, key=0)
    return bits
