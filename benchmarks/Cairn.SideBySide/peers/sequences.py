"""The layers of networks on sequences, float32, in torch."""
import math
import torch
from differentiated import work
from torch_setup import PEER


def put(module, **parameters):
    """Makes tensors the parameters of a module, so that it hands its gradients to them."""
    for name, tensor in parameters.items():
        owner, _, last = name.replace("__", ".").rpartition(".")
        part = module.get_submodule(owner)
        delattr(part, last)
        setattr(part, last, tensor)


def recurrent(kind, gates, rows, times, inputs, hidden, back):
    factor, uses, width = 1 / math.sqrt(hidden), rows * times, gates * hidden
    cell = kind(inputs, hidden, batch_first=True)

    def function(x, *weights):
        if cell._flat_weights[0] is not weights[0]:
            put(cell, **dict(zip(("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"), weights)))
            cell._flat_weights = list(weights)
        return cell(x)[0]
    operands = [((rows, times, inputs), 1, 1), ((width, inputs), factor, uses), ((width, hidden), factor, uses), ((width,), factor, uses),
                ((width,), factor, uses)]
    return work(operands, function, back)


def lstm(*sizes):
    return recurrent(torch.nn.LSTM, 4, *sizes)


def gru(*sizes):
    return recurrent(torch.nn.GRU, 3, *sizes)


def attention(rows, heads, times, depth, causal, back):
    hidden = torch.ones(times, times, dtype=torch.bool).triu(1)

    def function(q, k, v):
        scores = (q * depth ** -.5) @ k.transpose(-1, -2)
        if causal:
            scores = scores.masked_fill(hidden, -torch.inf)
        return torch.softmax(scores, -1) @ v
    return work([((rows, heads, times, depth), 1, 1)] * 3, function, back)


def transformer_block(rows, times, width, heads, inner, back):
    uses = rows * times
    layer = torch.nn.TransformerEncoderLayer(width, heads, inner, dropout=0.0, batch_first=True)
    if not back:
        layer.eval()
    names = ("self_attn__in_proj_weight", "self_attn__in_proj_bias", "self_attn__out_proj__weight", "self_attn__out_proj__bias", "linear1__weight",
             "linear1__bias", "linear2__weight", "linear2__bias", "norm1__weight", "norm1__bias", "norm2__weight", "norm2__bias")
    seen = []

    def function(x, *weights):
        if not seen or seen[0] is not weights[0]:
            put(layer, **dict(zip(names, weights)))
            seen[:] = weights[:1]
        return layer(x)

    def weights(outputs, inputs):
        return (outputs, inputs), 1 / math.sqrt(inputs), uses

    def vector(outputs):
        return (outputs,), 1, uses
    return work([((rows, times, width), 1, 1), weights(3 * width, width), vector(3 * width), weights(width, width), vector(width), weights(inner, width),
                 vector(inner), weights(width, inner), vector(width), vector(width), vector(width), vector(width), vector(width)], function, back)
