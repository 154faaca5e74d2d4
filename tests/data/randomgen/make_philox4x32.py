# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Write philox4x32.json: words and draws of randomgen's Philox(number=4, width=32).

python make_philox4x32.py > philox4x32.json    (pip install randomgen==2.5.1)

randomgen increments the counter before each block, so `counter` is what randomgen was
given plus one: the counter of the first block. Each list is drawn from a new generator.
"""

import json

import randomgen

CASES = [
    (0, 1),
    (123, 5),
    (2**64 - 1, 2**128 - 1),
    (0x0123456789ABCDEF, 2**64 - 1),
    (0xA4093822299F31D0, 0x0370734413198A2E85A308D3243F6A88),
]


def case(key, counter):
    def draws(n, *names):
        """The words of one generator, by these functions in turn."""
        bits = randomgen.Philox(key=key, counter=counter - 1, number=4, width=32)
        interface = bits.ctypes
        functions = [getattr(interface, name) for name in names]
        return [functions[i % len(names)](interface.state) for i in range(n)]

    raw = randomgen.Philox(key=key, counter=counter - 1, number=4, width=32)
    return {
        "key": key,
        "counter": counter,
        "random_raw": [int(word) for word in raw.random_raw(600)],
        "next_double": [x.hex() for x in draws(9, "next_double")],
        "next_uint32_uint64": draws(20, "next_uint32", "next_uint64"),
    }


print("{")
print(f' "made_by": "make_philox4x32.py, randomgen {randomgen.__version__}",')
print(' "cases": [')
print(",\n".join("  " + json.dumps(case(*c)) for c in CASES))
print(" ]\n}")
