# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What to say to those who look for the rest of TensorFlow."""

_VALUES = (
    "keep values in NumPy arrays: draw the initial ones with random ops and Session.run"
)
_INSTEAD = {
    "Variable": _VALUES,
    "get_variable": _VALUES,
    "variable_scope": "name_scope puts names in a scope",
    "keras": "philoxseed draws numbers and builds no models",
    "layers": "philoxseed draws numbers and builds no models",
    "nn": "philoxseed draws numbers and builds no models",
    "train": "philoxseed draws numbers and trains no models",
    "data": "philoxseed draws numbers; read data with NumPy",
    "gradients": "philoxseed has no gradients",
    "cast": "use np.where, or convert arrays after Session.run",
}
_NUMPY = "use NumPy's functions, which take tensors: np.mean(a), np.exp(a), a[0] * 2"


def attribute_error(module: str, name: str) -> AttributeError:
    """Return the error for a name of TensorFlow's that `module` does not offer."""
    return AttributeError(
        f"module {module!r} does not offer {name!r}: {_INSTEAD.get(name, _NUMPY)}",
        name=name,
    )
