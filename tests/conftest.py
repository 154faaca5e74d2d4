# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
import pytest

from philoxseed import simd


@pytest.fixture(params=simd.available())
def kernel(request):
    with simd.force(request.param):
        yield request.param
