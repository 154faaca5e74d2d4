# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""philoxseed beside its peers, timed in one interleaved run: ``python -m bench``."""
