# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Where seeds come from, and which seeds gave known numbers."""
