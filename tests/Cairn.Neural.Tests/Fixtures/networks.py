"""Values and gradients of layers, losses, optimizers and schedules by PyTorch, in float64.

python3 networks.py    writes layers.json, losses.json, optimizers.json and schedules.json beside this file.
"""
import json
import math
import os
import re

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
HERE = os.path.dirname(os.path.abspath(__file__))
VERSION = f"PyTorch {torch.__version__}, python3 networks.py"


def draw(seed, *shape):
    return torch.tensor(np.round(np.random.RandomState(seed).uniform(-2, 2, shape), 3))


def packed(t):
    t = t.detach()
    values = t.flatten().tolist()
    return {"shape": list(t.shape), "values": [float("%.16g" % v) for v in values]}


def write(name, cases):
    with open(os.path.join(HERE, name), "w") as file:
        file.write(json.dumps({"made": VERSION, "cases": cases}, separators=(",", ":")).replace('},"', '},\n"') + "\n")


# --- layers ---------------------------------------------------------------------------------------------------------------------

def layer(f, x, train=False, **parameters):
    """A case: f(x, parameters), the gradients of sum(weights * y)."""
    parameters = {k: v.clone().requires_grad_() for k, v in parameters.items()}
    floating = x.dtype.is_floating_point
    if floating:
        x = x.clone().requires_grad_()
    y = f(x, **parameters)
    weights = draw(99, *y.shape)
    (y * weights).sum().backward()
    case = {"input": packed(x), "output": packed(y), "weights": packed(weights), "training": train,
            "parameters": {k: packed(v) for k, v in parameters.items()},
            "gradients": {k: packed(v.grad) for k, v in parameters.items()}}
    if floating:
        case["inputGradient"] = packed(x.grad)
    return case


def camel(name):
    """weight_ih_l0 is weightIhL0."""
    return re.sub("_([a-z0-9])", lambda m: m.group(1).upper(), name)


def module(net, x, pick, train=False, call=None):
    """A case of a module of PyTorch with numbers of our own."""
    with torch.no_grad():
        for i, p in enumerate(net.parameters()):
            p.copy_(draw(70 + i, *p.shape) * 0.5)
    net.train(train).zero_grad()
    case = layer(lambda x: pick((call or net)(x)), x, train)
    case["parameters"] = {camel(n): packed(p) for n, p in net.named_parameters()}
    case["gradients"] = {camel(n): packed(p.grad) for n, p in net.named_parameters()}
    return case


def swiglu(x, gate, value):
    return F.silu(x @ gate.T) * (x @ value.T)


def maxout(x, weight, bias):
    return F.linear(x, weight, bias).reshape(*x.shape[:-1], -1, 3).max(-1).values


def rms(x, weight):
    return x / torch.sqrt((x * x).mean(-1, keepdim=True) + 1e-6) * weight


def sinusoidal(x):
    t, d = x.shape[1:]
    p = torch.zeros(t, d)
    at = torch.arange(t, dtype=torch.float64)[:, None]
    rate = torch.exp(torch.arange(0, d, 2, dtype=torch.float64) * (-math.log(10000.0) / d))
    p[:, 0::2] = torch.sin(at * rate)
    p[:, 1::2] = torch.cos(at * rate)
    return x + p


def separable(x, **p):
    return F.conv2d(F.conv2d(x, p["depthwise.weight"], groups=4), p["pointwise.weight"], p["pointwise.bias"])


def rotary(x, base=10000.0):
    """Pairs as complex numbers, turned."""
    d = x.shape[-1]
    angles = torch.arange(x.shape[-2], dtype=torch.float64)[:, None] * base ** (-torch.arange(0, d, 2, dtype=torch.float64) / d)
    pairs = torch.view_as_complex(x.reshape(*x.shape[:-1], d // 2, 2).contiguous())
    return torch.view_as_real(pairs * torch.polar(torch.ones_like(angles), angles)).reshape(x.shape)


def gru_reset_before(x, w, u, b, c):
    """The unit as it was first written, which PyTorch has not: the gate r works on the state."""
    h, hidden, states = torch.zeros(x.shape[0], u.shape[1]), u.shape[1], []
    for t in range(x.shape[1]):
        r, z, n = (F.linear(x[:, t], w, b) + torch.cat([torch.zeros(x.shape[0], 2 * hidden), c[2 * hidden:].expand(x.shape[0], -1)], 1)).split(hidden, 1)
        r = torch.sigmoid(r + F.linear(h, u[:hidden], c[:hidden]))
        z = torch.sigmoid(z + F.linear(h, u[hidden:2 * hidden], c[hidden:2 * hidden]))
        h = (1 - z) * torch.tanh(n + F.linear(r * h, u[2 * hidden:])) + z * h
        states.append(h)
    return torch.stack(states, 1)


def layers():
    x, image = draw(1, 4, 5), draw(2, 2, 4, 3, 2)
    running_mean, running_var = torch.zeros(4), torch.ones(4)
    cases = {
        "linear": layer(lambda x, weight, bias: F.linear(x, weight, bias), x, weight=draw(3, 3, 5), bias=draw(4, 3)),
        "linear, no bias": layer(lambda x, weight: F.linear(x, weight), x, weight=draw(3, 3, 5)),
        "linear, tanh": layer(lambda x, weight, bias: torch.tanh(F.linear(x, weight, bias)), x, weight=draw(3, 3, 5), bias=draw(4, 3)),
        "relu": layer(lambda x: F.relu(x), x),
        "sigmoid": layer(lambda x: torch.sigmoid(x), x),
        "tanh": layer(lambda x: torch.tanh(x), x),
        "leaky relu": layer(lambda x: F.leaky_relu(x), x),
        "leaky relu, 0.2": layer(lambda x: F.leaky_relu(x, 0.2), x),
        "p-relu": layer(lambda x, slope: F.prelu(x, slope), x, slope=draw(5, 1)),
        "p-relu, channels": layer(lambda x, slope: F.prelu(x, slope), image, slope=draw(5, 4)),
        "elu": layer(lambda x: F.elu(x), x),
        "elu, 0.5": layer(lambda x: F.elu(x, 0.5), x),
        "selu": layer(lambda x: F.selu(x), x),
        "gelu": layer(lambda x: F.gelu(x), x),
        "gelu by tanh": layer(lambda x: F.gelu(x, approximate="tanh"), x),
        "swish": layer(lambda x: F.silu(x), x),
        "swish, 1.5": layer(lambda x: x * torch.sigmoid(1.5 * x), x),
        "mish": layer(lambda x: F.mish(x), x),
        "softplus": layer(lambda x: F.softplus(x), x),
        "softplus, 3": layer(lambda x: F.softplus(x, 3), x),
        "softsign": layer(lambda x: F.softsign(x), x),
        "hard sigmoid": layer(lambda x: (x / 6 + 0.5).clamp(0, 1), x * 2),
        "hard tanh": layer(lambda x: F.hardtanh(x), x),
        "hard tanh, 0 to 6": layer(lambda x: F.relu6(x), x * 5),
        "hard swish": layer(lambda x: F.hardswish(x), x * 2),
        "softmax": layer(lambda x: F.softmax(x, -1), x),
        "softmax, channels": layer(lambda x: F.softmax(x, 1), image),
        "log-softmax": layer(lambda x: F.log_softmax(x, -1), x),
        "maxout": layer(maxout, x, weight=draw(6, 6, 5), bias=draw(7, 6)),
        "swiglu": layer(swiglu, x, gate=draw(8, 3, 5), value=draw(9, 3, 5)),
        "flatten": layer(lambda x: x.flatten(1), image),
        "embedding": layer(lambda x, weight: F.embedding(x, weight), torch.tensor([[1, 0, 3], [3, 1, 1]]), weight=draw(10, 4, 2)),
        "layer norm": layer(lambda x, weight, bias: F.layer_norm(x, (5,), weight, bias), x, weight=draw(11, 5), bias=draw(12, 5)),
        "layer norm, two axes": layer(lambda x, weight, bias: F.layer_norm(x, (3, 2), weight, bias), image,
                                      weight=draw(11, 3, 2), bias=draw(12, 3, 2)),
        "rms norm": layer(rms, x, weight=draw(11, 5)),
        "batch norm": layer(lambda x, weight, bias: F.batch_norm(x, running_mean, running_var, weight, bias, True, 0.1), image, True,
                            weight=draw(13, 4), bias=draw(14, 4)),
        "group norm": layer(lambda x, weight, bias: F.group_norm(x, 2, weight, bias), image, weight=draw(13, 4), bias=draw(14, 4)),
        "instance norm": layer(lambda x: F.instance_norm(x), image),
        "instance norm, scaled": layer(lambda x, weight, bias: F.instance_norm(x, weight=weight, bias=bias), image,
                                       weight=draw(13, 4), bias=draw(14, 4)),
        "upsample": layer(lambda x: F.interpolate(x, scale_factor=2, mode="nearest"), image),
        "upsample, linear": layer(lambda x: F.interpolate(x, scale_factor=3, mode="bilinear", align_corners=False), image),
        "pad": layer(lambda x: F.pad(x, (2, 1, 0, 3), value=0.5), image),
        "pad, reflection": layer(lambda x: F.pad(x, (0, 1, 2, 1), mode="reflect"), image),
        "pad, edge": layer(lambda x: F.pad(x, (2, 1, 0, 3), mode="replicate"), image),
        "pad, wrap": layer(lambda x: F.pad(x, (1, 2, 3, 1), mode="circular"), image),
        "crop": layer(lambda x: x[:, :, 0:2, 0:1], image),
        "sinusoidal positions": layer(sinusoidal, draw(15, 2, 3, 6)),
        "learned positions": layer(lambda x, weight: x + weight[:3], draw(15, 2, 3, 6), weight=draw(16, 4, 6)),
    }
    sound, volume = draw(50, 2, 3, 7), draw(51, 2, 2, 3, 3, 2)
    w, b = draw(52, 3, 4, 2, 2), draw(53, 3)
    cases.update({
        "convolution": layer(lambda x, weight, bias: F.conv2d(x, weight, bias), image, weight=w, bias=b),
        "convolution, strides": layer(lambda x, weight, bias: F.conv2d(x, weight, bias, (2, 1), 1), image, weight=draw(54, 2, 4, 3, 2),
                                      bias=draw(55, 2)),
        "convolution, depthwise, sigmoid": layer(lambda x, weight, bias: torch.sigmoid(F.conv2d(x, weight, bias, padding="same", groups=4)),
                                                 image, weight=draw(56, 8, 1, 2, 2), bias=draw(57, 8)),
        "convolution, flipped": layer(lambda x, weight, bias: F.conv2d(x, weight.flip(2, 3), bias), image, weight=w, bias=b),
        "convolution, 1-d": layer(lambda x, weight: F.conv1d(x, weight, dilation=2), sound, weight=draw(58, 2, 3, 3)),
        "convolution, 3-d": layer(lambda x, weight, bias: F.conv3d(x, weight, bias), volume, weight=draw(59, 3, 2, 2, 2, 1), bias=b),
        "transposed convolution": layer(lambda x, weight, bias: F.conv_transpose2d(x, weight, bias, 2, (0, 1), (1, 0)), image,
                                        weight=draw(60, 4, 3, 2, 3), bias=b),
        "transposed convolution, groups": layer(lambda x, weight: torch.tanh(F.conv_transpose2d(x, weight, dilation=2, groups=2)), image,
                                                weight=draw(61, 4, 2, 2, 2)),
        "transposed convolution, 1-d": layer(lambda x, weight, bias: F.conv_transpose1d(x, weight, bias, 2), sound, weight=draw(62, 3, 2, 3),
                                             bias=draw(55, 2)),
        "separable convolution": layer(separable, image, **{"depthwise.weight": draw(63, 8, 1, 2, 2), "pointwise.weight": draw(64, 3, 8, 1, 1),
                                                            "pointwise.bias": b}),
        "max pool": layer(lambda x: F.max_pool2d(x, 2), image),
        "max pool, border": layer(lambda x: F.max_pool2d(x, (3, 2), 1, (1, 1)), image),
        "max pool, 1-d": layer(lambda x: F.max_pool1d(x, 3, 2), sound),
        "average pool": layer(lambda x: F.avg_pool2d(x, (2, 1)), image),
        "average pool, border apart": layer(lambda x: F.avg_pool2d(x, 3, 1, 1, count_include_pad=False), image),
        "adaptive max pool": layer(lambda x: F.adaptive_max_pool2d(x, (2, 1)), image),
        "adaptive average pool": layer(lambda x: F.adaptive_avg_pool2d(x, (2, 3)), image),
        "global max pool": layer(lambda x: x.amax((2, 3)), image),
        "global average pool": layer(lambda x: x.mean((2, 3)), image),
    })
    words = draw(15, 2, 3, 6)
    stack = dict(num_layers=2, bidirectional=True, batch_first=True)
    cases.update({
        "rnn": module(nn.RNN(6, 3, batch_first=True), words, lambda r: r[0]),
        "rnn, last, no bias": module(nn.RNN(6, 3, batch_first=True, bias=False), words, lambda r: r[1][-1]),
        "rnn, two layers, both directions": module(nn.RNN(6, 2, **stack), words, lambda r: r[0]),
        "rnn, relu, two layers": module(nn.RNN(6, 3, num_layers=2, nonlinearity="relu", batch_first=True), words, lambda r: r[0]),
        "gru": module(nn.GRU(6, 3, batch_first=True), words, lambda r: r[0]),
        "gru, two layers, both directions": module(nn.GRU(6, 2, **stack), words, lambda r: r[0]),
        "gru, reset before": layer(lambda x, weightIhL0, weightHhL0, biasIhL0, biasHhL0: gru_reset_before(x, weightIhL0, weightHhL0, biasIhL0, biasHhL0),
                                   words, weightIhL0=draw(80, 9, 6) * 0.5, weightHhL0=draw(81, 9, 3) * 0.5, biasIhL0=draw(82, 9) * 0.5,
                                   biasHhL0=draw(83, 9) * 0.5),
        "gru cell, reset before": layer(lambda x, weightIh, weightHh, biasIh, biasHh:
                                        gru_reset_before(x[:, None], weightIh, weightHh, biasIh, biasHh)[:, 0],
                                        x, weightIh=draw(80, 9, 5) * 0.5, weightHh=draw(81, 9, 3) * 0.5, biasIh=draw(82, 9) * 0.5,
                                        biasHh=draw(83, 9) * 0.5),
        "lstm": module(nn.LSTM(6, 3, batch_first=True), words, lambda r: r[0]),
        "lstm, no bias": module(nn.LSTM(6, 3, batch_first=True, bias=False), words, lambda r: r[0]),
        "lstm, two layers, both directions": module(nn.LSTM(6, 2, **stack), words, lambda r: r[0]),
        "lstm, both directions, last": module(nn.LSTM(6, 2, bidirectional=True, batch_first=True), words,
                                              lambda r: torch.cat([r[1][0][0], r[1][0][1]], 1)),
        "lstm, projected, two layers, both directions": module(nn.LSTM(6, 3, proj_size=2, **stack), words, lambda r: r[0]),
        "lstm, projected, no bias, last": module(nn.LSTM(6, 4, proj_size=1, bias=False, batch_first=True), words, lambda r: r[1][0][0]),
        "rnn cell": module(nn.RNNCell(5, 3), x, lambda r: r),
        "rnn cell, relu": module(nn.RNNCell(5, 3, nonlinearity="relu"), x, lambda r: r),
        "gru cell": module(nn.GRUCell(5, 3), x, lambda r: r),
        "gru cell, no bias": module(nn.GRUCell(5, 3, bias=False), x, lambda r: r),
        "lstm cell": module(nn.LSTMCell(5, 3), x, lambda r: r[0]),
    })
    memory = torch.tensor([(i * 7 % 11 - 5) / 4 for i in range(24)]).reshape(1, 4, 6).expand(2, 4, 6)
    hidden = torch.tensor([False, True, False, False]).expand(2, 4)
    causal = torch.ones(3, 3, dtype=torch.bool).triu(1)
    same, first = lambda r: r, lambda r: r[0]
    attention, causally = nn.MultiheadAttention(6, 2, batch_first=True), nn.MultiheadAttention(6, 3, batch_first=True, bias=False)
    options = dict(dropout=0.0, batch_first=True)
    deep = dict(options, activation="gelu", norm_first=True)
    post, pre = nn.TransformerEncoderLayer(6, 2, 8, **options), nn.TransformerEncoderLayer(6, 2, 8, **deep)
    small = nn.TransformerEncoderLayer(6, 3, 4, **dict(options, norm_first=True))
    d_post, d_pre = nn.TransformerDecoderLayer(6, 2, 8, **options), nn.TransformerDecoderLayer(6, 2, 8, **deep)
    decoder = nn.TransformerDecoder(nn.TransformerDecoderLayer(6, 2, 2, **options), 2)
    block = nn.Sequential()
    block.linear1, block.linear2 = nn.Linear(6, 8), nn.Linear(8, 6)
    cases.update({
        "multi-head attention": module(attention, words, first, call=lambda x: attention(x, x, x)),
        "multi-head attention, causal, no bias": module(causally, words, first, call=lambda x: causally(x, x, x, attn_mask=causal)),
        "multi-head attention, memory": module(attention, words, first,
                                               call=lambda x: attention(x, memory, memory, key_padding_mask=hidden)),
        "feed-forward": module(block, words, same, call=lambda x: block.linear2(F.gelu(block.linear1(x)))),
        "transformer encoder layer": module(post, words, same),
        "transformer encoder layer, norm first, causal": module(pre, words, same, call=lambda x: pre(x, causal)),
        "transformer encoder": module(nn.TransformerEncoder(small, 2, nn.LayerNorm(6), enable_nested_tensor=False), words, same),
        "transformer decoder layer": module(d_post, words, same,
                                            call=lambda x: d_post(x, memory, tgt_mask=causal, memory_key_padding_mask=hidden)),
        "transformer decoder layer, norm first": module(d_pre, words, same, call=lambda x: d_pre(x, memory)),
        "transformer decoder": module(decoder, words, same, call=lambda x: decoder(x, memory, tgt_mask=causal)),
        "sampled softmax": layer(lambda x, weight, bias: F.linear(x, weight, bias), x, weight=draw(65, 7, 5), bias=draw(66, 7)),
        "rotary positions": layer(rotary, words),
        "rotary positions, heads, base 100": layer(lambda x: rotary(x, 100.0), image),
    })
    cases["batch norm"]["running"] = {"runningMean": packed(running_mean), "runningVar": packed(running_var)}
    return cases


# --- losses ---------------------------------------------------------------------------------------------------------------------

def loss(f, p, y):
    """A case: the loss of every row and the gradient of their mean."""
    p = p.clone().requires_grad_()
    rows = f(p, y)
    rows = rows.reshape(rows.shape[0], -1).mean(1)
    rows.mean().backward()
    return {"predictions": packed(p), "targets": packed(y), "isIndices": not y.dtype.is_floating_point, "rows": packed(rows),
            "gradient": packed(p.grad)}


def kl(a, log_a, log_b):
    return (a * (log_a - log_b)).sum(-1)


def losses():
    p, y = draw(20, 4, 3), draw(21, 4, 3)
    classes = torch.tensor([2, 0, 1, 1])
    weights = torch.tensor([0.5, 2.0, 1.25])
    shares, probabilities = F.softmax(y, -1), F.softmax(p, -1).detach()
    bits = torch.tensor([[1.0, 0, 1], [0, 0, 1], [1, 1, 0], [0, 1, 0]])
    signs = bits * 2 - 1
    bce = lambda p, y: F.binary_cross_entropy_with_logits(p, y, reduction="none")
    ce = lambda p, y, **o: F.cross_entropy(p, y, reduction="none", **o)

    def focal(p, y, w):
        c = ce(p, y)
        return (1 - torch.exp(-c)) ** 2 * c * w[y]

    def binary_focal(p, y):
        c = bce(p, y)
        return (1 - torch.exp(-c)) ** 1.5 * c * (0.25 * y + 0.75 * (1 - y))

    def ctc(p, y):
        lengths = (y >= 0).sum(1)
        return F.ctc_loss(F.log_softmax(p, -1).transpose(0, 1), y, torch.full((p.shape[0],), p.shape[1]), lengths, reduction="none")

    dense = torch.tensor([[1, 2, 2], [3, 1, -1], [2, -1, -1], [-1, -1, -1]])
    triplets, pairs = draw(22, 4, 3, 5), draw(23, 4, 2, 5)

    def contrastive(p, y):
        d = (p[:, 0] - p[:, 1]).norm(dim=-1)
        return y * d ** 2 + (1 - y) * F.relu(5.0 - d) ** 2

    return {
        "mean squared error": loss(lambda p, y: F.mse_loss(p, y, reduction="none"), p, y),
        "half squared error": loss(lambda p, y: F.mse_loss(p, y, reduction="none") / 2, p, y),
        "mean absolute error": loss(lambda p, y: F.l1_loss(p, y, reduction="none"), p, y),
        "huber": loss(lambda p, y: F.huber_loss(p, y, reduction="none"), p, y),
        "huber, 0.5": loss(lambda p, y: F.huber_loss(p, y, reduction="none", delta=0.5), p, y),
        "log-cosh": loss(lambda p, y: torch.log(torch.cosh(p - y)), p, y),
        "cross-entropy from logits": loss(ce, p, classes),
        "cross-entropy from logits, smoothed": loss(lambda p, y: ce(p, y, label_smoothing=0.1), p, classes),
        "cross-entropy from logits, weighted": loss(lambda p, y: ce(p, y, weight=weights), p, classes),
        "cross-entropy from logits, smoothed and weighted": loss(lambda p, y: ce(p, y, weight=weights, label_smoothing=0.1), p, classes),
        "cross-entropy from logits, shares": loss(ce, p, shares),
        "cross-entropy from probabilities": loss(lambda p, y: F.nll_loss(torch.log(p), y, reduction="none"), probabilities, classes),
        "cross-entropy from probabilities, shares": loss(lambda p, y: -(y * torch.log(p)).sum(-1), probabilities, shares),
        "cross-entropy from probabilities, smoothed and weighted": loss(
            lambda p, y: -(weights * (0.9 * F.one_hot(y, 3) + 0.1 / 3) * torch.log(p)).sum(-1), probabilities, classes),
        "binary cross-entropy from logits": loss(bce, p, bits),
        "binary cross-entropy from logits, smoothed": loss(lambda p, y: bce(p, y * 0.9 + 0.05), p, bits),
        "binary cross-entropy from logits, weighted": loss(
            lambda p, y: F.binary_cross_entropy_with_logits(p, y, reduction="none", pos_weight=torch.tensor(3.0)), p, bits),
        "binary cross-entropy from probabilities": loss(
            lambda p, y: F.binary_cross_entropy(p, y, reduction="none"), probabilities, bits),
        "binary cross-entropy from probabilities, smoothed": loss(
            lambda p, y: F.binary_cross_entropy(p, y * 0.9 + 0.05, reduction="none"), probabilities, bits),
        "negative log-likelihood": loss(lambda p, y: F.nll_loss(p, y, reduction="none"), p, classes),
        "negative log-likelihood, weighted": loss(lambda p, y: F.nll_loss(p, y, weight=weights, reduction="none"), p, classes),
        "hinge": loss(lambda p, y: F.relu(1 - p * y), p, signs),
        "squared hinge": loss(lambda p, y: F.relu(1 - p * y) ** 2, p, signs),
        "multiclass hinge": loss(lambda p, y: F.multi_margin_loss(p, y, reduction="none") * 3, p, classes),
        "multiclass hinge, margin 0.5": loss(lambda p, y: F.multi_margin_loss(p, y, margin=0.5, reduction="none") * 3, p, classes),
        "multiclass squared hinge": loss(lambda p, y: F.multi_margin_loss(p, y, p=2, reduction="none") * 3, p, classes),
        "kullback-leibler from probabilities": loss(
            lambda p, y: F.kl_div(torch.log(p), y, reduction="none").sum(-1), probabilities, shares),
        "kullback-leibler from probabilities, reverse": loss(
            lambda p, y: kl(p, torch.log(p), torch.log(y)), probabilities, shares),
        "kullback-leibler from logits": loss(
            lambda p, y: F.kl_div(F.log_softmax(p, -1), y, reduction="none").sum(-1), p, shares),
        "kullback-leibler from logits, reverse": loss(
            lambda p, y: kl(F.softmax(p, -1), F.log_softmax(p, -1), torch.log(y)), p, shares),
        "cosine distance": loss(lambda p, y: 1 - F.cosine_similarity(p, y, dim=-1), p, y),
        "triplet": loss(lambda p, y: F.triplet_margin_loss(p[:, 0], p[:, 1], p[:, 2], eps=0, reduction="none"), triplets, torch.zeros(4)),
        "contrastive": loss(contrastive, pairs, torch.tensor([1.0, 0, 0, 1])),
        "poisson": loss(lambda p, y: F.poisson_nll_loss(p, y, reduction="none"), p, y.abs()),
        "poisson, rates": loss(lambda p, y: F.poisson_nll_loss(p, y, log_input=False, eps=0, reduction="none"), p.abs() + 0.1, y.abs()),
        "quantile": loss(lambda p, y: torch.maximum(0.9 * (y - p), -0.1 * (y - p)), p, y),
        "focal from logits": loss(lambda p, y: focal(p, y, torch.ones(3)), p, classes),
        "focal from logits, weighted": loss(lambda p, y: focal(p, y, weights), p, classes),
        "binary focal from logits": loss(binary_focal, p, bits),
        "ctc": loss(ctc, draw(24, 4, 6, 4), dense),
    }


# --- optimizers -----------------------------------------------------------------------------------------------------------------

def problem(w, v, step):
    """A small loss of a matrix and a vector with noise that changes from step to step."""
    t = step + 1.0
    a = torch.tensor([[1.0, 4.0, 0.5], [2.0, 0.1, 9.0]])
    return (a * (w - 0.3 * math.sin(t)) ** 2).sum() + torch.cosh(v - 0.5).sum() + (w.sum() - v.sum()) ** 2 / 10


class Lion(torch.optim.Optimizer):
    def __init__(self, parameters, lr, betas, weight_decay):
        super().__init__(parameters, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    def step(self):
        for group in self.param_groups:
            b1, b2 = group["betas"]
            for p in group["params"]:
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                with torch.no_grad():
                    p.mul_(1 - group["lr"] * group["weight_decay"])
                    p.sub_(group["lr"] * torch.sign(b1 * m + (1 - b1) * p.grad))
                    m.mul_(b2).add_((1 - b2) * p.grad)


def trajectory(make, clip=None, clip_value=None):
    w, v = draw(30, 2, 3).requires_grad_(), draw(31, 4).requires_grad_()
    start = {"w": packed(w), "v": packed(v)}
    optimizer = make(w, v)
    points = []
    for step in range(100):
        optimizer.zero_grad()
        problem(w, v, step).backward()
        if clip_value:
            nn.utils.clip_grad_value_([w, v], clip_value)
        if clip:
            nn.utils.clip_grad_norm_([w, v], clip)
        optimizer.step()
        if step in (0, 1, 9, 49, 99):
            points.append({"step": step + 1, "w": packed(w), "v": packed(v)})
    return {"start": start, "points": points}


def lbfgs():
    w, v = draw(30, 2, 3).requires_grad_(), draw(31, 4).requires_grad_()
    start = {"w": packed(w), "v": packed(v)}
    optimizer = torch.optim.LBFGS([w, v], lr=0.8, max_iter=1, history_size=5, tolerance_grad=0, tolerance_change=0)
    points = []

    def closure():
        optimizer.zero_grad()
        value = problem(w, v, 0)
        value.backward()
        return value

    for step in range(12):
        optimizer.step(closure)
        if step in (0, 1, 4, 11):
            points.append({"step": step + 1, "w": packed(w), "v": packed(v)})
    return {"start": start, "points": points}


def optimizers():
    o = torch.optim
    split = lambda w, v, **k: [{"params": [w], **k}, {"params": [v]}]
    return {
        "sgd": trajectory(lambda w, v: o.SGD([w, v], lr=0.02)),
        "sgd, momentum": trajectory(lambda w, v: o.SGD([w, v], lr=0.02, momentum=0.9)),
        "sgd, nesterov": trajectory(lambda w, v: o.SGD([w, v], lr=0.02, momentum=0.9, nesterov=True)),
        "sgd, l2": trajectory(lambda w, v: o.SGD(split(w, v, weight_decay=0.2), lr=0.02)),
        "sgd, clipped norm": trajectory(lambda w, v: o.SGD([w, v], lr=0.02), clip=1.5),
        "sgd, clipped value": trajectory(lambda w, v: o.SGD([w, v], lr=0.02), clip_value=0.7),
        "adagrad": trajectory(lambda w, v: o.Adagrad([w, v], lr=0.3)),
        "adadelta": trajectory(lambda w, v: o.Adadelta([w, v])),
        "rmsprop": trajectory(lambda w, v: o.RMSprop([w, v], lr=0.01, alpha=0.9)),
        "rmsprop, centred, momentum": trajectory(lambda w, v: o.RMSprop([w, v], lr=0.003, alpha=0.9, centered=True, momentum=0.8, eps=1e-4)),
        "adam": trajectory(lambda w, v: o.Adam([w, v], lr=0.05)),
        "adam, l2": trajectory(lambda w, v: o.Adam(split(w, v, weight_decay=0.2), lr=0.05)),
        "adam, amsgrad": trajectory(lambda w, v: o.Adam([w, v], lr=0.05, amsgrad=True)),
        "adamw": trajectory(lambda w, v: o.AdamW([{"params": [w]}, {"params": [v], "weight_decay": 0}], lr=0.05, weight_decay=0.1)),
        "adamw, amsgrad": trajectory(lambda w, v: o.AdamW([{"params": [w]}, {"params": [v], "weight_decay": 0}], lr=0.05,
                                                          weight_decay=0.1, amsgrad=True)),
        "adamax": trajectory(lambda w, v: o.Adamax([w, v], lr=0.05)),
        # foreach, since the other path of this version takes the product of the momenta with one factor twice
        "nadam": trajectory(lambda w, v: o.NAdam([w, v], lr=0.05, foreach=True)),
        "lion": trajectory(lambda w, v: Lion([{"params": [w]}, {"params": [v], "weight_decay": 0}], 0.01, (0.9, 0.99), 0.1)),
        "lbfgs": lbfgs(),
        "groups": trajectory(lambda w, v: o.SGD([{"params": [w], "lr": 0.01}, {"params": [v], "weight_decay": 0.4}], lr=0.02)),
    }


# --- schedules ------------------------------------------------------------------------------------------------------------------

def factors(make, losses=None, steps=40):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = make(optimizer)
    found = []
    for step in range(steps):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if losses is not None:
            schedule.step(losses[step])
        elif step < steps - 1:
            schedule.step()
    return [float("%.16g" % f) for f in found]


def schedules():
    s = torch.optim.lr_scheduler
    measured = [round(float(v), 4) for v in 1 / (1 + np.arange(40) / 4) * (1 + 0.3 * np.sin(np.arange(40.0)))]
    return {
        "constant": factors(lambda o: s.ConstantLR(o, 1.0)),
        "step": factors(lambda o: s.StepLR(o, 7, 0.5)),
        "exponential": factors(lambda o: s.ExponentialLR(o, 0.5 ** (1 / 7))),
        "cosine": factors(lambda o: s.CosineAnnealingLR(o, 39, 0.1)),
        "polynomial": factors(lambda o: s.PolynomialLR(o, 20, 2.0)),
        "warm-up": factors(lambda o: s.LinearLR(o, 0.2, 1.0, 10)),
        "warm-up, cosine": factors(lambda o: s.SequentialLR(o, [s.LinearLR(o, 0.2, 1.0, 10), s.CosineAnnealingLR(o, 29, 0.0)], [10])),
        "one-cycle": factors(lambda o: s.OneCycleLR(o, 1.0, total_steps=40)),
        "plateau": factors(lambda o: s.ReduceLROnPlateau(o, factor=0.5, patience=2), measured),
        "plateau losses": measured,
    }


write("layers.json", layers())
write("losses.json", losses())
write("optimizers.json", optimizers())
write("schedules.json", schedules())
