"""State dictionaries of small networks by PyTorch as safetensors files, and what the networks answer, in float32.

python3 weights.py    writes mlp, cnn, lstm, transformer and waves .safetensors into weights/ beside this file, and weights.json.
"""
import json
import os
import struct

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
torch.manual_seed(1)


def save(path, state):
    """The layout of safetensors: 8 bytes of length, a JSON header, the data."""
    names = {torch.float32: "F32", torch.int64: "I64"}
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, tensor in state.items():
        piece = tensor.contiguous().numpy().tobytes()
        header[name] = {"dtype": names[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(piece)]}
        data += piece
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(1, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4)
        self.conv2, self.bn2 = nn.Conv2d(4, 6, 3, stride=2), nn.BatchNorm2d(6)
        self.slope, self.fc = nn.PReLU(6), nn.Linear(6, 3)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 2)
        return self.fc(self.slope(self.bn2(self.conv2(x))).mean((2, 3)))


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(9, 5)
        self.lstm = nn.LSTM(5, 4, num_layers=2, bidirectional=True, batch_first=True)
        self.gru = nn.GRU(8, 3, batch_first=True)
        self.head = nn.Linear(3, 2)

    def forward(self, x):
        return self.head(self.gru(self.lstm(self.words(x))[0])[0])


class Waves(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(4, 5, num_layers=2, nonlinearity="relu", batch_first=True)
        self.lstm = nn.LSTM(5, 6, bidirectional=True, proj_size=3, batch_first=True)
        self.head = nn.Linear(6, 2)

    def forward(self, x):
        return self.head(self.lstm(self.rnn(x)[0])[0])


class Language(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(9, 8)
        layer = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.1, activation="gelu", batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2, nn.LayerNorm(8), enable_nested_tensor=False)
        self.head = nn.Linear(8, 9)

    def forward(self, x):
        hidden = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool).triu(1)
        return self.head(self.encoder(self.words(x), hidden))


def packed(t):
    return {"shape": list(t.shape), "values": [float("%.9g" % v) for v in t.flatten().tolist()]}


numbers = lambda seed, *shape: torch.tensor(np.round(np.random.RandomState(seed).uniform(-2, 2, shape), 3), dtype=torch.float32)
words = torch.tensor(np.random.RandomState(5).randint(0, 9, (3, 7)))
images = numbers(2, 4, 1, 12, 12)
cases, nets = {}, {"mlp": (nn.Sequential(nn.Linear(6, 8), nn.ReLU(), nn.Linear(8, 3)), numbers(1, 5, 6)), "cnn": (Cnn(), images),
                   "lstm": (Tagger(), words), "transformer": (Language(), words)}
os.makedirs(os.path.join(HERE, "weights"), exist_ok=True)
for name in [*nets, "waves"]:
    net, x = nets[name] if name in nets else (Waves(), numbers(3, 2, 6, 4))  # made last, so that the others draw what they drew without it
    optimizer = torch.optim.Adam(net.parameters(), 0.05)
    for step in range(5):  # so that no number is what it began as, running statistics included
        optimizer.zero_grad()
        net(x).square().sub(1).square().mean().backward()
        optimizer.step()
    net.eval()
    save(os.path.join(HERE, "weights", name + ".safetensors"), net.state_dict())
    cases[name] = {"input": packed(x), "output": packed(net(x).detach())}
with open(os.path.join(HERE, "weights.json"), "w") as file:
    file.write(json.dumps({"made": f"PyTorch {torch.__version__}, python3 weights.py", "cases": cases}, separators=(",", ":")) + "\n")
