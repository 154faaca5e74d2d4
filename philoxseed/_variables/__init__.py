# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Variables: what holds a drawn value in a session, and the scopes that name them."""
