# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Kernel regression by random Fourier features, in scikit-learn's style.

Rahimi and Recht, "Random features for large-scale kernel machines", NIPS 2007: the
cosines of random projections approximate the Gaussian kernel. The generator is made
from `random_state`, as in any code for NumPy; the projections are drawn in float32, by
all cores, and are the same on every machine.
"""

import numpy as np

import philoxseed as px


class RandomFeatures:
    """Map rows to features whose dot products approximate ``exp(-gamma |x - y|^2)``."""

    def __init__(self, n_components=2000, gamma=1.0, random_state=None):
        self.n_components = n_components
        self.gamma = gamma
        self.random_state = random_state

    def fit(self, X):
        """Draw the projections for rows as long as those of X."""
        rng = px.default_rng(self.random_state)
        shape = X.shape[1], self.n_components
        scale = np.sqrt(2 * self.gamma)
        self.weights_ = rng.normal(scale=scale, size=shape, dtype=np.float32)
        self.phases_ = rng.uniform(0, 2 * np.pi, self.n_components, dtype=np.float32)
        return self

    def transform(self, X):
        """Return the features of each row of X."""
        projected = X @ self.weights_ + self.phases_
        return np.cos(projected) * np.sqrt(np.float32(2 / self.n_components))


def wave(X):
    """Return the values to learn."""
    return np.sin(3 * X[:, 0]) * np.cos(2 * X[:, 1])


data = px.default_rng(1)
X, X_test = (data.uniform(-1, 1, (n, 2), dtype=np.float32) for n in (2000, 500))
y = wave(X) + data.normal(scale=0.1, size=len(X), dtype=np.float32)

exact = np.exp(-((X[:200, None] - X[None, :200]) ** 2).sum(axis=2))
for n_components in (100, 1000, 10_000):
    features = RandomFeatures(n_components, random_state=7).fit(X)
    rows = features.transform(X[:200])
    kernel_error = np.abs(rows @ rows.T - exact).max()
    print(f"{n_components:6} features: largest error of the kernel {kernel_error:.3f}")

features = RandomFeatures(random_state=7).fit(X)
Z = features.transform(X).astype(np.float64)
weights = np.linalg.solve(Z.T @ Z + 1e-2 * np.eye(Z.shape[1]), Z.T @ y)
error = np.abs(features.transform(X_test) @ weights - wave(X_test)).mean()
print(f"regression on 2000 noisy points: mean error {error:.3f}, the noise has 0.1")
