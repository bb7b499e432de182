#!/usr/bin/env python3
"""Writes arrays.json: sums by subscripts, windows, resized images, rearranged elements and Fourier transforms in float64 by PyTorch, with the gradients of Σ result · weights by every operand, as
networks.py does.

Run: python3 arrays.py > arrays.json
"""
import json
import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def numbers(seed, *shape):
    i = np.arange(int(np.prod(shape)), dtype=np.uint64)
    h = (i * np.uint64(2654435761 + 2027808446 * seed) + np.uint64(12345)) % np.uint64(2**32)
    return torch.from_numpy(h.astype(np.float64) / 2**32 - .5).reshape(shape)


def einsum(equation):
    return lambda *x: torch.einsum(equation, *x)


def resize(size, mode, corners=None):
    return lambda x: F.interpolate(x, size=size, mode=mode, align_corners=corners)


def parts(z):
    return torch.stack([z.real, z.imag])


CASES = {
    "Einsum of a batch": (einsum("bij,bjk->bik"), [3, 4, 5], [3, 5, 6]),
    "Einsum of a chain": (einsum("ai,ij,jk,kb->ab"), [3, 7], [7, 2], [2, 8], [8, 4]),
    "Einsum of attention": (einsum("bqhd,bkhd->bhqk"), [2, 5, 3, 4], [2, 6, 3, 4]),
    "Einsum of diagonals": (einsum("bii,bi->b"), [3, 4, 4], [3, 4]),
    "Einsum of what remains": (einsum("...i,ij,...j->..."), [2, 3, 4], [4, 5], [2, 3, 5]),
    "Unfold": (lambda x: F.unfold(x, (3, 2), dilation=(1, 2), padding=(2, 1), stride=(2, 1)), [2, 3, 7, 6]),
    "Fold": (lambda x: F.fold(x, (7, 6), (3, 2), dilation=(1, 2), padding=(2, 1), stride=(2, 1)), [2, 18, 30]),
    "Resize 1-D": (resize(11, "linear", False), [2, 3, 5]),
    "Resize 2-D": (resize((5, 13), "bilinear", False), [2, 3, 8, 6]),
    "Resize 2-D with corners": (resize((5, 13), "bilinear", True), [2, 3, 8, 6]),
    "Resize 2-D by cubics": (resize((5, 13), "bicubic", False), [2, 3, 8, 6]),
    "Resize 2-D by cubics with corners": (resize((11, 4), "bicubic", True), [2, 3, 8, 6]),
    "Resize 2-D to the nearest": (resize((5, 13), "nearest"), [2, 3, 8, 6]),
    "Resize 3-D": (resize((5, 3, 7), "trilinear", False), [1, 2, 4, 6, 3]),
    "Kron": (torch.kron, [3, 4], [2, 5]),
    "Cross": (lambda x, y: torch.cross(x, y, dim=-1), [4, 3], [4, 3]),
    "CumulativeMax": (lambda x: torch.cummax(x, 1)[0], [3, 9, 4]),
    "CumulativeMin": (lambda x: torch.cummin(x, 0)[0], [9, 2, 3]),
    "DiagonalMatrix": (lambda x: torch.diag_embed(x, 1), [2, 4]),
    "LowerTriangle": (lambda x: torch.tril(x, -1), [2, 4, 5]),
    "UpperTriangle": (lambda x: torch.triu(x, 1), [2, 4, 5]),
    "Outer": (torch.outer, [4], [5]),
    "Roll": (lambda x: torch.roll(x, -3, 1), [2, 5, 2]),
    "Tile": (lambda x: torch.tile(x, (2, 1, 3)), [2, 3, 2]),
    "Repeat": (lambda x: torch.repeat_interleave(x, 3, 1), [2, 3, 2]),
    "Meshgrid": (lambda x, y: torch.stack(torch.meshgrid(x, y, indexing="ij")), [3], [4]),
    "Fft": (lambda x, y: parts(torch.fft.fft(torch.complex(x, y))), [3, 15], [3, 15]),
    "Fft along the first axis": (lambda x, y: parts(torch.fft.fft(torch.complex(x, y), dim=0)), [8, 3], [8, 3]),
    "Fft of a prime length": (lambda x, y: parts(torch.fft.fft(torch.complex(x, y))), [31], [31]),
    "InverseFft": (lambda x, y: parts(torch.fft.ifft(torch.complex(x, y))), [3, 14], [3, 14]),
    "RealFft": (lambda x: parts(torch.fft.rfft(x)), [3, 16]),
    "RealFft of an odd length": (lambda x: parts(torch.fft.rfft(x)), [3, 15]),
    "InverseRealFft": (lambda x, y: torch.fft.irfft(torch.complex(x, y), n=16), [3, 9], [3, 9]),
    "InverseRealFft of an odd length": (lambda x, y: torch.fft.irfft(torch.complex(x, y), n=15), [3, 8], [3, 8]),
    "Diagonal": (lambda x: torch.diagonal(x, 1, 0, 2), [4, 3, 6]),
}


def main():
    cases = []
    for name, (operation, *shapes) in CASES.items():
        x = [numbers(s, *shape).requires_grad_() for s, shape in enumerate(shapes)]
        y = operation(*x)
        (y * numbers(100, *y.shape)).sum().backward()
        cases.append({"name": name, "shapes": shapes, "result shape": list(y.shape), "result": y.flatten().tolist(),
                      "gradients": [v.grad.flatten().tolist() for v in x]})
    print(json.dumps({"made by": f"arrays.py, PyTorch {torch.__version__}", "cases": cases}))


main()
