#!/usr/bin/env python3
"""Writes attention.json: attention in float64 by PyTorch, with the gradients of Σ result · weights by every operand, as networks.py does.

Run: python3 attention.py > attention.json
"""
import json
import numpy as np
import torch

torch.set_default_dtype(torch.float64)


def numbers(seed, *shape):
    i = np.arange(int(np.prod(shape)), dtype=np.uint64)
    h = (i * np.uint64(2654435761 + 2027808446 * seed) + np.uint64(12345)) % np.uint64(2**32)
    return torch.from_numpy(h.astype(np.float64) / 2**32 - .5).reshape(shape)


def attention(q, k, v, *term, mask=None, scale=None):
    """What scaled_dot_product_attention of later versions computes."""
    scores = q @ k.transpose(-1, -2) * (scale or q.shape[-1] ** -.5)
    if mask is not None:
        scores = scores.masked_fill(~mask(*scores.shape[-2:]), -torch.inf)
    for added in term:
        scores = scores + added
    return torch.softmax(scores, -1) @ v


def causal(rows, keys):
    return torch.ones(rows, keys, dtype=torch.bool).tril()


def chequered(rows, keys):
    return (torch.arange(rows)[:, None] + torch.arange(keys)) % 2 > 0


CASES = {
    "Attention": (attention, [2, 3, 5, 4], [2, 3, 7, 4], [2, 3, 7, 6]),
    "Attention of shared keys": (lambda *x: attention(*x, scale=.3), [2, 3, 5, 4], [2, 1, 7, 4], [7, 6]),
    "Attention causal": (lambda *x: attention(*x, mask=causal), [2, 5, 4], [2, 5, 4], [2, 5, 3]),
    "Attention causal in blocks": (lambda *x: attention(*x, mask=causal), [110, 3], [130, 3], [130, 2]),
    "Attention masked in blocks": (lambda *x: attention(*x, mask=chequered), [110, 3], [130, 3], [130, 2]),
    "Attention with a learned term": (attention, [2, 3, 5, 4], [2, 3, 7, 4], [2, 3, 7, 6], [3, 1, 7]),
}


def main():
    cases = []
    for name, (operation, *shapes) in CASES.items():
        x = [numbers(s, *shape).requires_grad_() for s, shape in enumerate(shapes)]
        y = operation(*x)
        (y * numbers(100, *y.shape)).sum().backward()
        flat = [v.grad.flatten().tolist() for v in x]
        cases.append({"name": name, "shapes": shapes, "result shape": list(y.shape), "result": y.flatten().tolist(), "gradients": flat})
    print(json.dumps({"made by": f"attention.py, PyTorch {torch.__version__}", "cases": cases}))


main()
