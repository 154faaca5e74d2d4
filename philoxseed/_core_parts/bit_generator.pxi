# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Part of _core.pyx: a numpy.random.BitGenerator on a buffer of many blocks."""

cdef extern from "px_words.h" nogil:
    ctypedef struct px_words:
        px_stream stream

    void px_words_seek(px_words *words, px_counter counter, uint32_t used)
    px_counter px_words_counter(const px_words *words, uint32_t *used)
    px_stream px_words_take(px_words *words, uint64_t n, uint32_t size, uint64_t *first)
    void px_words_draw(
        px_words *words, const px_distribution *distribution, size_t n, void *out)
    double px_words_f64(px_words *words)
    uint32_t px_words_of(const px_distribution *distribution)
    double px_words_standard_f64(px_words *words, px_kind kind)
    uint64_t px_words_below(px_words *words, uint64_t range)
    uint32_t px_words_next_u32(void *words)
    uint64_t px_words_next_u64(void *words)
    double px_words_next_f64(void *words)
    uint64_t px_words_next_raw(void *words)

# Draws of up to so many words are made of words in the buffer.
cdef enum:
    FEW_WORDS = 256

cdef px_distribution _WORDS = px_bits(PX_U32)


cdef class CoreBitGenerator(BitGenerator):
    """The words of one key from one counter on, as a numpy.random.BitGenerator.

    Draws hold `lock`, as NumPy's do. Who reads or sets the state while other threads
    draw must hold it too.

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

    cdef px_words _words
    cdef Lock _lock

    def __cinit__(self, *arguments, **keywords):
        self._lock = Lock()

    def __init__(self, seed=None, *, key=None, counter=None):
        if key is None:
            if counter is not None:
                raise ValueError(
                    f"counter goes with key, not with seed: expected key= beside "
                    f"counter={counter!r}, got none"
                )
            _seed_bits(self, seed)
            words = self._seed_seq.generate_state(2, np.uint64)
            key, counter = int(words[0]), int(words[1]) << 64
        else:
            if seed is not None:
                raise ValueError(
                    "seed and key cannot be both used, got "
                    f"seed={seed!r} and key={key!r}"
                )
            key = _unsigned(key, 64, "key")
            counter = _unsigned(0 if counter is None else counter, 128, "counter")
            BitGenerator.__init__(self, 0)
            self._seed_seq = None
        self._bitgen.state = <void *>&self._words
        self._bitgen.next_uint64 = &px_words_next_u64
        self._bitgen.next_uint32 = &px_words_next_u32
        self._bitgen.next_double = &px_words_next_f64
        self._bitgen.next_raw = &px_words_next_raw
        self._words.stream.key = key
        self._seek(counter, 0)
        self.lock = self._lock

    cdef int _seek(self, object counter, uint32_t used) except -1:
        """Go to a block, of which some words are used up."""
        cdef px_counter c
        c.lo, c.hi = counter & 0xFFFFFFFFFFFFFFFF, counter >> 64
        px_words_seek(&self._words, c, used)
        return 0

    cdef tuple _place(self):
        """The counter of the block that the next word is in, and how many of its words
        are used up."""
        cdef uint32_t used
        cdef px_counter c = px_words_counter(&self._words, &used)
        return c.lo | <object>c.hi << 64, used

    @property
    def state(self):
        """The place in the stream, as a dict of plain values that can be set.

        ``state["state"]`` has the key and the counter of the block that the next word
        is in, ``buffer_pos`` tells how many of the block's four words are used up.

        Examples
        --------
        >>> bits = px.Philox4x32(2024)
        >>> state = bits.state
        >>> first = bits.random_raw()
        >>> bits.state = state
        >>> bits.random_raw() == first
        True
        """
        counter, used = self._place()
        return {
            "bit_generator": "Philox4x32",
            "state": {"key": self._words.stream.key, "counter": counter},
            "buffer_pos": used,
        }

    @state.setter
    def state(self, value):
        # RandomState adds keys of its own, which NumPy's bit generators let pass.
        if isinstance(value, dict) and value.get("bit_generator") != "Philox4x32":
            raise ValueError(
                "state must be one of a Philox4x32, got "
                + (
                    f"one of a {value['bit_generator']}: set it there"
                    if "bit_generator" in value else "one without 'bit_generator'"
                )
            )
        _check_keys("state", value, ("bit_generator", "state", "buffer_pos"), True)
        _check_keys("state['state']", value["state"], ("key", "counter"), True)
        key = _unsigned(value["state"]["key"], 64, "key")
        counter = _unsigned(value["state"]["counter"], 128, "counter")
        used = _unsigned(value["buffer_pos"], 2, "buffer_pos")
        self._words.stream.key = key
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
            If this one was made by a key: there is no seed to spawn from; or if
            `n_children` is not an integer.
        OverflowError
            If `n_children` is negative, or 2**32 or more.

        Examples
        --------
        >>> len(px.Philox4x32(2024).spawn(3))
        3
        """
        n_children = _index(n_children, "n_children")
        if not 0 <= n_children < 1 << 32:
            raise OverflowError(
                f"n_children must be in [0, 2**32), got {n_children}"
            )
        if self._seed_seq is None:
            raise TypeError(
                f"cannot spawn {n_children} children: a bit generator made by a key "
                "has no seed to spawn from. Make it by a seed, or use jumped"
            )
        with _spawning:
            return BitGenerator.spawn(self, n_children)

    def advance(self, delta):
        """Advance by `delta` blocks, as drawing ``4 * delta`` 32-bit values would.

        Parameters
        ----------
        delta : int
            Of any sign; modulo 2**128.

        Returns
        -------
        self

        Examples
        --------
        >>> px.Philox4x32(key=1).advance(4)
        <Philox4x32 key=0x1 counter=0x4>
        """
        delta = operator.index(delta)
        counter, used = self._place()
        self._seek((counter + delta) % (1 << 128), used)
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

        Examples
        --------
        >>> px.Philox4x32(key=1).jumped()
        <Philox4x32 key=0x1 counter=0x10000000000000000>
        """
        jumps = operator.index(jumps)
        bits = _restored_bits(type(self))
        bits.state = self.state
        return bits.advance(jumps << 64)

    cdef int _one(self, px_distribution *d, void *out) except -1:
        """The next value."""
        self._lock._acquire(-1)
        px_words_draw(&self._words, d, 1, out)
        return self._lock._release()

    cdef uint64_t _below(self, px_distribution *d) except? 0:
        """The next unbiased integer."""
        cdef uint64_t x
        self._lock._acquire(-1)
        x = d.low + px_words_below(&self._words, d.range)
        self._lock._release()
        return x

    cdef px_stream _take(self, uint64_t n, uint32_t size, uint64_t *first):
        """The stream from which the next n values of so many words are, and the first
        of them; then move on."""
        cdef px_stream found
        self._lock._acquire(-1)
        found = px_words_take(&self._words, n, size, first)
        self._lock._release()
        return found

    cdef object _draw(
        self, px_distribution *d, int type_number, object size, object out,
        object threads,
    ):
        cdef int n_threads = _checked_threads(threads)
        cdef cnp.ndarray array
        cdef _Axes axes
        cdef _Memory memory
        cdef uint32_t words = px_words_of(d)
        cdef px_stream stream
        cdef uint64_t first
        _read_size(size, &axes)
        array = _array_to_fill(&axes, out, type_number)
        memory = _memory_of(array, out)
        if memory.n * words <= FEW_WORDS and memory.rows == NULL:
            self._lock._acquire(-1)
            px_words_draw(&self._words, d, memory.n, memory.data)
            self._lock._release()
        else:
            n_threads = _thread_count(n_threads, memory.n, px_cost(d))
            stream = self._take(memory.taken, words, &first)
            _fill(stream, d, first, memory, n_threads)
        if out is not None:
            return out
        return array[()] if size is None else array


def _restored_bits(cls):
    """A bit generator whose state is set afterwards."""
    bits = cls.__new__(cls)
    CoreBitGenerator.__init__(bits, key=0)
    return bits


cdef int _seed_bits(CoreBitGenerator bits, object seed) except -1:
    """Initialise a bit generator by a seed."""
    try:
        BitGenerator.__init__(bits, seed)
    except TypeError as error:
        raise TypeError(
            "seed must be None, an int, a sequence of ints or a SeedSequence, got "
            f"{seed!r}"
        ) from error
    except ValueError as error:
        raise ValueError(f"seed: {error}, got {seed!r}") from error
    return 0
