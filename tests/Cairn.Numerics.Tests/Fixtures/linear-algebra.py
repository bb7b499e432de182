#!/usr/bin/env python3
"""Writes linear-algebra.json: solvers and factorizations in float64 by PyTorch, with the gradients of Σ result · weights by every operand;
QR with pivots by SciPy, without.

Run: python3 linear-algebra.py > linear-algebra.json
Operand number s of a case has the numbers SplitMix64(s + i * 0x9E3779B97F4A7C15) / 2^64 - 1/2, i from 1, cut to 53 bits; the weights of the sum are
those of operand 100.
"""
import json
import numpy as np
import scipy
import scipy.linalg
import torch

torch.set_default_dtype(torch.float64)
LA = torch.linalg


def numbers(seed, *shape):
    with np.errstate(over="ignore"):
        z = np.arange(1, int(np.prod(shape)) + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return torch.from_numpy((z >> np.uint64(11)) * 2.0 ** -53 - .5).reshape(shape)


def regular(x, by=2.):
    return x + by * torch.eye(x.shape[-1])


def definite(x):
    return regular(x @ x.mT, .5)


def both(qr, axis):
    return torch.cat(list(qr), axis)


def lu(x, axis):
    _, lower, upper = LA.lu(x)
    return torch.cat([lower, upper], axis)


def eigen(x):
    """Values by their real parts, of a conjugate pair the one above the axis first; vectors in the direction that the library promises."""
    w, v = LA.eig(x)
    order = sorted(range(len(w)), key=lambda i: (round(w[i].real.item(), 12), abs(w[i].imag.item()), -w[i].imag.item()))
    w, v = w[order], v[:, order]
    sizes = v.detach().abs()
    first = [int(torch.nonzero(column >= .875 * column.max())[0]) for column in sizes.T]
    lead = v[first, range(len(first))]
    return w, v * (lead.conj() / lead.abs())


def both_parts(x, axis=-1):
    return torch.cat([x.real, x.imag], axis)


def directions(v):
    """1 or -1 for each column: what makes the first element within an eighth of the largest magnitude positive."""
    sizes = v.detach().abs()
    return torch.stack([torch.sign(column[torch.nonzero(size >= .875 * size.max())[0, 0]]) for column, size in zip(v.detach().T, sizes.T)])


def symmetric(x):
    w, v = LA.eigh((x + x.mT) / 2)
    return torch.cat([w.unsqueeze(0), v * directions(v)])


def singular(x):
    u, s, vt = LA.svd(x, full_matrices=False)
    signs = directions(vt.mT)
    return torch.cat([u * signs, s.unsqueeze(0), vt.mT * signs])


def pivoted(x, axis):
    q, r, p = scipy.linalg.qr(x.detach().numpy(), mode="economic", pivoting=True)
    return torch.from_numpy(np.concatenate([np.concatenate([q, r], axis).ravel(), p]))


CASES = {
    "Lu": (lambda x: lu(x, -1), [24, 24]),
    "Lu tall": (lambda x: lu(x, -2), [2, 9, 4]),
    "Lu wide": (lambda x: lu(x, -1), [2, 4, 9]),
    "Eigen": (lambda x: both_parts(eigen(x)[0]), [9, 9]),
    "Eigen for its vectors": (lambda x: both_parts(eigen(x)[1]), [9, 9]),
    "Eigen of complex values only": (lambda x: both_parts(eigen(x - x.mT + x * torch.eye(4))[1]), [4, 4]),
    "SymmetricEigen": (symmetric, [9, 9]),
    "SymmetricEigenvalues": (lambda x: LA.eigvalsh((x + x.mT) / 2), [2, 6, 6]),
    "Svd": (singular, [8, 8]),
    "Svd tall": (singular, [9, 5]),
    "SingularValues": (LA.svdvals, [2, 4, 7]),
    "PseudoInverse": (LA.pinv, [2, 6, 4]),
    "ConditionNumber": (LA.cond, [3, 5, 5]),
    "SpectralNorm": (lambda x: LA.matrix_norm(x, 2), [3, 4, 6]),
    "NuclearNorm": (lambda x: LA.matrix_norm(x, "nuc"), [3, 4, 6]),
    "Solve": (lambda x, b: LA.solve(regular(x), b), [17, 17], [17, 3]),
    "Solve of vectors": (lambda x, b: LA.solve(regular(x), b), [6, 6], [6]),
    "Solve of batches": (lambda x, b: LA.solve(regular(x), b), [2, 1, 4, 4], [3, 4, 2]),
    "SolveTriangular": (lambda x, b: LA.solve_triangular(regular(x), b, upper=False), [12, 12], [12, 3]),
    "SolveTriangular upper": (lambda x, b: LA.solve_triangular(regular(x), b, upper=True), [2, 5, 5], [2, 5, 2]),
    "SolveTriangular upper, transposed": (lambda x, b: LA.solve_triangular(regular(x.mT), b, upper=False), [5, 5], [5, 2]),
    "SolveTriangular lower, transposed, units": (lambda x, b: LA.solve_triangular(x.mT, b, upper=True, unitriangular=True), [5, 5], [5, 2]),
    "Cholesky": (lambda x: LA.cholesky(definite(x)), [12, 12]),
    "Cholesky of the lower triangle": (lambda x: LA.cholesky(regular(x, 4.)), [2, 5, 5]),
    "Cholesky.Solve": (lambda x, b: torch.cholesky_solve(b, LA.cholesky(definite(x))), [6, 6], [6, 2]),
    "Cholesky.LogDeterminant": (lambda x: torch.logdet(definite(x)), [2, 4, 4]),
    "Qr tall": (lambda x: both(LA.qr(x), -2), [17, 9]),
    "Qr tall batches": (lambda x: both(LA.qr(x), -2), [2, 4, 3]),
    "Qr square": (lambda x: both(LA.qr(x), -1), [6, 6]),
    "Qr wide": (lambda x: both(LA.qr(x), -1), [4, 9]),
    "Qr tall pivoted": (lambda x: pivoted(x, 0), [20, 9]),
    "Qr wide pivoted": (lambda x: pivoted(x, 1), [9, 20]),
    "Inverse": (lambda x: LA.inv(regular(x)), [2, 6, 6]),
    "Determinant": (lambda x: LA.det(regular(x)), [3, 4, 4]),
    "LogDeterminant": (lambda x: LA.slogdet(regular(x, -1.))[1], [3, 4, 4]),
    "LeastSquares": (lambda x, b: LA.lstsq(x, b).solution, [12, 5], [12, 2]),
    "LeastSquares wide": (lambda x, b: LA.lstsq(x, b).solution, [2, 5, 9], [2, 5, 2]),
    "Trace": (lambda x: x.diagonal(dim1=-2, dim2=-1).sum(-1), [2, 4, 6]),
    "MatrixPower": (lambda x: LA.matrix_power(x, 7), [5, 5]),
    "MatrixPower of the inverse": (lambda x: LA.matrix_power(regular(x), -3), [2, 4, 4]),
}


def main():
    cases = []
    for name, (operation, *shapes) in CASES.items():
        x = [numbers(s, *shape).requires_grad_() for s, shape in enumerate(shapes)]
        y = operation(*x)
        if y.requires_grad:
            (y * numbers(100, *y.shape)).sum().backward()
        flat = [None if v.grad is None else v.grad.flatten().tolist() for v in x]
        cases.append({"name": name, "shapes": shapes, "result shape": list(y.shape), "result": y.flatten().tolist(), "gradients": flat})
    print(json.dumps({"made by": f"linear-algebra.py, PyTorch {torch.__version__}, SciPy {scipy.__version__}", "cases": cases}))


main()
