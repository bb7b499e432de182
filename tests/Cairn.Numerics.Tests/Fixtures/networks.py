#!/usr/bin/env python3
"""Writes networks.json: operations of networks in float64 by PyTorch, with the gradients of Σ result · weights by every operand.

Run: python3 networks.py > networks.json
Operand number s of a case has the numbers h(i) / 2^32 - 1/2 with h(i) = (i * (2654435761 + 2027808446 s) + 12345) mod 2^32; the weights of the
sum are those of operand 100.
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


def convolutions(x, w, b, **how):
    return getattr(F, f"conv{x.dim() - 2}d")(x, w, b, **how)


def transposed(x, w, b, **how):
    return getattr(F, f"conv_transpose{x.dim() - 2}d")(x, w, b, **how)


def recurrent(kind, lengths=None, projected=False, **options):
    """Outputs, then the last states, along the times; in one row each where they are projected, and of sizes of their own."""
    def run(x, w, u, b, c, *first):
        if projected:
            *first, r = first
            options["proj_size"] = r.shape[0]
        cell = kind(x.shape[2], first[-1].shape[1], batch_first=True, **options)
        state = [s.unsqueeze(0) for s in first]
        state = tuple(state) if len(state) == 2 else state[0]
        if lengths is not None:
            x = torch.nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        parameters = dict(zip(("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"), (w, u, b, c)))
        if projected:
            parameters["weight_hr_l0"] = r
        for name, value in parameters.items():
            delattr(cell, name)
            setattr(cell, name, value)
        cell._flat_weights = list(parameters.values())
        y, last = cell(x, state)
        if lengths is not None:
            y, _ = torch.nn.utils.rnn.pad_packed_sequence(y, batch_first=True)
        if projected:
            return torch.cat([y.reshape(y.shape[0], -1), last[0][0], last[1][0]], 1)
        return torch.cat([y] + [s.transpose(0, 1) for s in (last if isinstance(last, tuple) else (last,))], 1)
    return run


def gru_with_early_reset(x, w, u, b, c, h):
    """What no layer of PyTorch computes: the gate r works on the state, before the product."""
    n, outputs = u.shape[1], []
    p = x @ w.T + b + c
    for t in range(x.shape[1]):
        r, z = torch.sigmoid(p[:, t, :2 * n] + h @ u[:2 * n].T).split(n, 1)
        h = (1 - z) * torch.tanh(p[:, t, 2 * n:] + (r * h) @ u[2 * n:].T) + z * h
        outputs.append(h)
    return torch.stack(outputs + [h], 1)


CASES = {
    "Convolution 1-D": (lambda x, w, b: convolutions(x, w, b, stride=2, padding=3, dilation=2), [2, 3, 17], [4, 3, 4], [4]),
    "Convolution 2-D": (lambda x, w, b: convolutions(x, w, b, stride=(2, 1), padding=(1, 2), dilation=(1, 2)), [2, 4, 9, 8], [5, 4, 3, 2], [5]),
    "Convolution 2-D same": (lambda x, w, b: convolutions(x, w, b, padding="same"), [1, 2, 6, 7], [3, 2, 4, 3], [3]),
    "Convolution 2-D groups": (lambda x, w, b: convolutions(x, w, b, padding=1, groups=3), [2, 6, 5, 5], [9, 2, 3, 3], [9]),
    "Convolution 2-D depthwise": (lambda x, w, b: convolutions(x, w, b, padding=1, groups=4), [2, 4, 7, 19], [4, 1, 3, 3], [4]),
    "Convolution 2-D of many channels": (lambda x, w, b: convolutions(x, w, b, padding=1), [1, 16, 8, 8], [16, 16, 3, 3], [16]),
    "Convolution 3-D": (lambda x, w, b: convolutions(x, w, b, stride=2, padding=1), [1, 2, 5, 6, 4], [3, 2, 3, 2, 3], [3]),
    "TransposedConvolution 1-D": (lambda x, w, b: transposed(x, w, b, stride=3, padding=1, output_padding=2), [2, 3, 5], [3, 2, 4], [2]),
    "TransposedConvolution 2-D": (lambda x, w, b: transposed(x, w, b, stride=2, padding=1, output_padding=1, groups=2), [2, 4, 3, 4], [4, 3, 3, 3], [6]),
    "TransposedConvolution 3-D": (lambda x, w, b: transposed(x, w, b, stride=2, dilation=2), [1, 2, 2, 3, 2], [2, 2, 2, 2, 2], [2]),
    "MaxPool": (lambda x: F.max_pool2d(x, 3, 2, 1), [2, 2, 9, 8]),
    "MaxPool 2": (lambda x: F.max_pool2d(x, 2), [1, 2, 4, 33]),
    "MaxPool 3-D": (lambda x: F.max_pool3d(x, 2), [1, 2, 5, 4, 6]),
    "MaxPool 1-D": (lambda x: F.max_pool1d(x, 3, 2, 1), [2, 3, 9]),
    "AveragePool": (lambda x: F.avg_pool2d(x, 3, 2, 1), [2, 2, 9, 8]),
    "AveragePool without border": (lambda x: F.avg_pool2d(x, (2, 3), 1, 1, count_include_pad=False), [2, 2, 5, 6]),
    "AveragePool 1-D": (lambda x: F.avg_pool1d(x, 2), [2, 3, 7]),
    "AveragePool 3-D": (lambda x: F.avg_pool3d(x, (2, 1, 3)), [1, 2, 5, 4, 6]),
    "AdaptiveMaxPool": (lambda x: F.adaptive_max_pool2d(x, (3, 2)), [2, 2, 7, 5]),
    "AdaptiveMaxPool of all": (lambda x: F.adaptive_max_pool2d(x, 1), [2, 2, 7, 5]),
    "AdaptiveMaxPool 3-D": (lambda x: F.adaptive_max_pool3d(x, (2, 3, 1)), [1, 2, 5, 4, 6]),
    "AdaptiveAveragePool": (lambda x: F.adaptive_avg_pool2d(x, (3, 2)), [2, 2, 7, 5]),
    "AdaptiveAveragePool of all": (lambda x: F.adaptive_avg_pool2d(x, 1), [2, 2, 7, 5]),
    "AdaptiveAveragePool 1-D": (lambda x: F.adaptive_avg_pool1d(x, 4), [2, 3, 9]),
    "BatchNorm": (lambda x, w, b: F.batch_norm(x, None, None, w, b, True), [3, 4, 5, 4], [4], [4]),
    "BatchNorm of rows": (lambda x, w, b: F.batch_norm(x, None, None, w, b, True, eps=1e-3), [9, 4], [4], [4]),
    "BatchNormWith": (lambda x, m, v, w, b: F.batch_norm(x, m.detach(), (v + 1).detach(), w, b, False), [3, 4, 5], [4], [4], [4], [4]),
    "LayerNorm": (lambda x, w, b: F.layer_norm(x, (5,), w, b), [2, 3, 5], [5], [5]),
    "LayerNorm over two axes": (lambda x: F.layer_norm(x, (4, 5), eps=.1), [3, 4, 5]),
    "RmsNorm": (lambda x, w: x * torch.rsqrt((x * x).mean(-1, keepdim=True) + 1e-5) * w, [2, 3, 5], [5]),
    "Softmax": (lambda x: torch.softmax(x * 9, 1), [3, 4, 5]),
    "LogSoftmax": (lambda x: torch.log_softmax(x * 9, -1), [3, 7]),
    "CrossEntropyFromLogits": (lambda x: F.cross_entropy(x * 9, torch.arange(5) * 2 % 4, reduction="none"), [5, 4]),
    "Linear": (lambda x, w, b: F.linear(x, w, b), [2, 3, 5], [4, 5], [4]),
    "Rnn": (recurrent(torch.nn.RNN), [3, 4, 5], [6, 5], [6, 6], [6], [6], [3, 6]),
    "Rnn by relu": (recurrent(torch.nn.RNN, nonlinearity="relu"), [3, 4, 5], [6, 5], [6, 6], [6], [6], [3, 6]),
    "Gru": (recurrent(torch.nn.GRU), [3, 4, 5], [18, 5], [18, 6], [18], [18], [3, 6]),
    "Gru of rows that end": (recurrent(torch.nn.GRU, [2, 4, 1]), [3, 4, 5], [18, 5], [18, 6], [18], [18], [3, 6]),
    "Gru with the gate before": (gru_with_early_reset, [3, 4, 5], [18, 5], [18, 6], [18], [18], [3, 6]),
    "Lstm": (recurrent(torch.nn.LSTM), [3, 4, 5], [24, 5], [24, 6], [24], [24], [3, 6], [3, 6]),
    "Lstm of rows that end": (recurrent(torch.nn.LSTM, [2, 4, 1]), [3, 4, 5], [24, 5], [24, 6], [24], [24], [3, 6], [3, 6]),
    "Lstm projected": (recurrent(torch.nn.LSTM, projected=True), [3, 4, 5], [24, 5], [24, 2], [24], [24], [3, 2], [3, 6], [2, 6]),
    "Lstm projected of rows that end": (recurrent(torch.nn.LSTM, [2, 4, 1], projected=True), [3, 4, 5], [24, 5], [24, 2], [24], [24], [3, 2], [3, 6],
                                        [2, 6]),
}


def main():
    cases = []
    for name, (operation, *shapes) in CASES.items():
        x = [numbers(s, *shape).requires_grad_() for s, shape in enumerate(shapes)]
        y = operation(*x)
        (y * numbers(100, *y.shape)).sum().backward()
        flat = [None if v.grad is None else v.grad.flatten().tolist() for v in x]
        cases.append({"name": name, "shapes": shapes, "result shape": list(y.shape), "result": y.flatten().tolist(), "gradients": flat})
    print(json.dumps({"made by": f"networks.py, PyTorch {torch.__version__}", "cases": cases}))


main()
