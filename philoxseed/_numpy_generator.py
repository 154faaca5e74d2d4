# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""NumPy's Generator and BitGenerator over Philox4x32-10 words."""

from typing import Any, Self, SupportsIndex

import numpy as np

from philoxseed._core import BulkMethods, CoreBitGenerator, OrderMethods
from philoxseed._families.discrete import DiscreteMethods
from philoxseed._families.gamma import GammaMethods
from philoxseed._families.transforms import TransformMethods
from philoxseed._seeds.streams import checked_key_and_counter


class Philox4x32(CoreBitGenerator):
    """A `numpy.random.BitGenerator` of Philox4x32-10 words.

    ``numpy.random.Generator(Philox4x32(seed))`` works like any other generator of
    NumPy, from the words of a buffer that the fast kernels fill; `default_rng` makes a
    generator whose bulk methods run on the kernels themselves.

    Parameters
    ----------
    seed : None, int, array_like of int or numpy.random.SeedSequence
        As for NumPy's own bit generators. The first two 64-bit words of the
        SeedSequence are the key and the upper half of the counter.
    key : int, optional
        The 64-bit key, instead of a seed.
    counter : int, optional
        The 128-bit counter of the first block, with a key; 0 by default.

    Raises
    ------
    TypeError, ValueError
        If an argument is not an integer, or out of range; or both a seed and a key are
        given, or a counter without a key.

    Notes
    -----
    32-bit draws take the next word, 64-bit draws the next pair that starts at an even
    place, whose first word is the high half; a double is made of a pair's upper 53
    bits. The words are those of randomgen's ``Philox(key=key, counter=counter - 1,
    number=4, width=32)``: there, as in NumPy's Philox, the counter is incremented
    before each block, here after it.

    Examples
    --------
    >>> generator = np.random.Generator(Philox4x32(2024))
    >>> generator.poisson(4.0, 5)
    array([0, 4, 5, 4, 3])
    """

    @classmethod
    def from_kernel_seeds(cls, seed: SupportsIndex, seed2: SupportsIndex) -> Self:
        """Return the words of a TensorFlow op, by its attributes `seed` and `seed2`.

        Parameters
        ----------
        seed, seed2 : int
            64-bit integers, signed or not, as a GraphDef holds them.

        Raises
        ------
        TypeError
            If one is not an integer.
        ValueError
            If one has more than 64 bits, or both are 0: to TensorFlow that is an op
            without a seed.

        Examples
        --------
        >>> px.Philox4x32.from_kernel_seeds(1234, 0)
        <Philox4x32 key=0x4d2 counter=0x0>
        """
        key, counter = checked_key_and_counter(seed, seed2)
        return cls(key=key, counter=counter)

    def __repr__(self) -> str:
        state = self.state["state"]
        name = type(self).__name__
        return f"<{name} key={state['key']:#x} counter={state['counter']:#x}>"


# The methods take more than NumPy's, which its overloads do not foresee.
class PhiloxGenerator(  # type: ignore[misc]
    BulkMethods,
    OrderMethods,
    TransformMethods,
    GammaMethods,
    DiscreteMethods,
    np.random.Generator,
):
    """A `numpy.random.Generator` whose bulk methods run on the SIMD kernels.

    `random`, `uniform`, `standard_normal`, `normal`, `standard_exponential`,
    `exponential`, `integers`, `bytes`, `shuffle`, `permutation`, `permuted` and
    `choice` are philoxseed's: their streams are documented and frozen, and large draws
    use several threads. So are most distributions: docs/numpy.md lists them. All other
    methods are NumPy's, and draw from the same stream of words; no word is drawn twice.

    Parameters
    ----------
    bit_generator : Philox4x32
        The source of the words.

    Raises
    ------
    TypeError
        If it is another bit generator.

    See Also
    --------
    default_rng : makes one from a seed.

    Notes
    -----
    What differs from NumPy's Generator: `out` must be C-contiguous; the bulk methods
    take ``dtype``, ``out`` and ``threads`` throughout; `standard_exponential` is by
    inversion unless ``method="zig"``. ``random()`` four times is ``random(4)``.

    Examples
    --------
    >>> px.PhiloxGenerator(px.Philox4x32(2024)).random(2)
    array([0.00735928, 0.13102613])
    """

    def __new__(cls, *arguments: Any, **keywords: Any) -> Self:
        # Not that of the mixins, which have no memory of their own.
        return np.random.Generator.__new__(cls)

    def __init__(self, bit_generator: np.random.BitGenerator) -> None:
        if isinstance(bit_generator, type):
            raise ValueError(
                f"bit_generator must be an object of a class, not a class: call "
                f"{bit_generator.__name__}"
            )
        if not isinstance(bit_generator, CoreBitGenerator):
            kind = type(bit_generator).__name__
            raise TypeError(
                f"PhiloxGenerator needs a Philox4x32, not {kind}: default_rng(seed) "
                "makes both, numpy.random.Generator takes other bit generators"
            )
        super().__init__(bit_generator)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.bit_generator,)

    def spawn(self, n_children: int) -> list[Self]:  # type: ignore[override]
        """Return generators of seeds that are spawned from this one's.

        Parameters
        ----------
        n_children : int

        Returns
        -------
        list of generators
            Of this class. Threads that spawn at once get different ones.

        Raises
        ------
        TypeError
            If the bit generator was made by a key: there is no seed to spawn from; or
            if `n_children` is not an integer.
        OverflowError
            If `n_children` is negative, or 2**32 or more.

        Examples
        --------
        >>> one, two = px.default_rng(2024).spawn(2)
        >>> one.random() == two.random()
        False
        """
        return [type(self)(bits) for bits in self.bit_generator.spawn(n_children)]


def default_rng(seed: Any = None) -> PhiloxGenerator:
    """Return a generator with a seed, as `numpy.random.default_rng` does.

    Parameters
    ----------
    seed : None, int, array_like of int, SeedSequence, Philox4x32 or generator on one
        None takes entropy from the operating system. A Philox4x32 is wrapped, and so is
        that of a Generator or RandomState; a PhiloxGenerator is returned as it is.

    Returns
    -------
    PhiloxGenerator

    Raises
    ------
    TypeError, ValueError
        If the seed is none of these.

    Examples
    --------
    >>> rng = default_rng(2024)
    >>> rng.random(2)
    array([0.00735928, 0.13102613])
    """
    if isinstance(seed, PhiloxGenerator):
        return seed
    if isinstance(seed, np.random.Generator):
        return PhiloxGenerator(seed.bit_generator)
    if isinstance(seed, np.random.RandomState):
        return PhiloxGenerator(seed._bit_generator)
    if isinstance(seed, np.random.BitGenerator):
        return PhiloxGenerator(seed)
    if isinstance(seed, type):
        raise TypeError(f"seed must not be a class: call {seed.__name__}")
    return PhiloxGenerator(Philox4x32(seed))
