# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What scripts compute before they draw: TensorFlow's functions, in NumPy."""
