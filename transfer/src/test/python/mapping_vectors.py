#!/usr/bin/python3
"""Writes what NumPy and scikit-learn give for small mappings, for MappingReferenceTest to compare with.

    transfer/src/test/python/mapping_vectors.py transfer/src/test/resources/avts/transfer/mapping

Needs Debian's python3-sklearn (1.2.1). The rows follow a formula that both sides compute, so only
outputs are stored: one JSON file with the mapped rows of every case.
"""

import json
import pathlib
import sys

import numpy
import scipy.linalg
from sklearn.linear_model import Ridge
from sklearn.neighbors import KNeighborsRegressor
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR


def formula(rows, columns, shift):
    """Numbers about -2 to 2 that Java's MappingReferenceTest computes alike, rounded to float32."""
    r = numpy.arange(rows)[:, None]
    c = numpy.arange(columns)[None, :]
    values = numpy.sin((r + 1) * (c + 1) * 0.7 + shift) + numpy.cos((r + 1) * 1.3 + (c + 1) * (c + shift))
    return values.astype(numpy.float32).astype(numpy.float64)


def target(source, columns):
    """A smooth function of the source rows with something of its own."""
    width = source.shape[1]
    i = numpy.arange(width)[:, None]
    j = numpy.arange(columns)[None, :]
    weights = numpy.sin((i + 1) * (j + 2) * 0.9)
    own = formula(source.shape[0], columns, 5)
    return (numpy.tanh(source @ weights) + 0.3 * own).astype(numpy.float32).astype(numpy.float64)


def neighbours(x, y, asked, k, metric, weights):
    return KNeighborsRegressor(k, weights=weights, metric=metric, algorithm="brute").fit(x, y).predict(asked)


def ncca(x, y, asked, kappa, d, power, back, k=3):
    """The generalised eigenvalue problem of Gong et al., solved as it stands."""
    n, p = x.shape
    q = y.shape[1]
    mx, my = x.mean(0), y.mean(0)
    xc, yc = x - mx, y - my
    sxx, syy, sxy = xc.T @ xc / n, yc.T @ yc / n, xc.T @ yc / n
    sxx += kappa * numpy.trace(sxx) / p * numpy.eye(p)
    syy += kappa * numpy.trace(syy) / q * numpy.eye(q)
    left = numpy.block([[numpy.zeros((p, p)), sxy], [sxy.T, numpy.zeros((q, q))]])
    right = scipy.linalg.block_diag(sxx, syy)
    values, vectors = scipy.linalg.eigh(left, right)
    order = numpy.argsort(-values)[:d]
    lam = values[order]
    # eigh gives w^T right w = 1 with halves of equal size: make each half 1.
    wx, wy = vectors[:p, order] * numpy.sqrt(2), vectors[p:, order] * numpy.sqrt(2)
    px = (asked - mx) @ wx * lam**power
    py = yc @ wy * lam**power
    if back == "neighbours":
        mapped = neighbours(py, y, px, k, "cosine", "uniform")
    elif back == "back-projection":
        mapped = px @ numpy.linalg.pinv(wy * lam**power) + my
    else:
        mapped = px @ numpy.linalg.lstsq(xc @ wx * lam**power, yc, rcond=None)[0] + my
    return mapped, lam


def svr(x, y, asked, **settings):
    sx, sy = StandardScaler().fit(x), StandardScaler().fit(y)
    if settings["kernel"] == "rbf":
        settings["gamma"] /= x.shape[1]
    columns = [
        SVR(tol=1e-3, **settings).fit(sx.transform(x), column).predict(sx.transform(asked))
        for column in sy.transform(y).T
    ]
    return sy.inverse_transform(numpy.array(columns).T)


def main():
    x, asked = formula(40, 6, 1), formula(7, 6, 2.5)
    y = target(x, 5)
    few, few_asked = formula(12, 20, 1), formula(4, 20, 2.5)
    few_y = target(few, 15)
    cases = {}

    def case(name, values):
        cases[name] = numpy.asarray(values).ravel().tolist()

    case("knn-euclidean-uniform", neighbours(x, y, asked, 3, "euclidean", "uniform"))
    case("knn-euclidean-distance", neighbours(x, y, asked, 5, "euclidean", "distance"))
    case("knn-cosine-uniform", neighbours(x, y, asked, 4, "cosine", "uniform"))
    case("knn-cosine-softmax", neighbours(x, y, asked, 4, "cosine", lambda d: numpy.exp(-d / 0.2)))
    case("knn-standardised",
         neighbours(StandardScaler().fit_transform(x), y, StandardScaler().fit(x).transform(asked), 3,
                    "euclidean", "uniform"))
    for name, a, b, question in [("ridge", x, y, asked), ("ridge-few", few, few_y, few_asked)]:
        alpha = 0.1 * ((a - a.mean(0)) ** 2).sum() / a.shape[1]
        case(name, Ridge(alpha=alpha).fit(a, b).predict(question))
    for back in ["neighbours", "back-projection", "regression"]:
        case("ncca-" + back, ncca(x, y, asked, 0, 3, 4, back)[0])
        case("ncca-kappa-" + back, ncca(x, y, asked, 0.2, 4, 2, back)[0])
        case("ncca-few-" + back, ncca(few, few_y, few_asked, 0.1, 5, 1, back)[0])
    case("ncca-correlations", ncca(x, y, asked, 0, 5, 4, "neighbours")[1])
    case("ncca-few-correlations", ncca(few, few_y, few_asked, 0.1, 5, 1, "neighbours")[1])
    case("svr-rbf", svr(x, y, asked, kernel="rbf", C=2, epsilon=0.1, gamma=1.5))
    case("svr-linear", svr(x, y, asked, kernel="linear", C=0.5, epsilon=0.2))
    folder = pathlib.Path(sys.argv[1])
    (folder / "mappings.json").write_text(json.dumps(cases, indent=0) + "\n")


main()
