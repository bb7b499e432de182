"""Networks in torch; Networks.cs has the same."""
import torch
import torch.nn.functional as F
from torch import nn
from made import digest, signed, uniform
from torch_setup import PEER


def tiny():
    """Linear 4-16-3 with relu between, cross-entropy and Adam on one batch of 16; a call of what is returned takes a step."""
    net = torch.nn.Sequential(torch.nn.Linear(4, 16), torch.nn.ReLU(), torch.nn.Linear(16, 3))
    weights = [torch.from_numpy(signed(1, 16, 4)), torch.zeros(16), torch.from_numpy(signed(2, 3, 16)), torch.zeros(3)]
    for parameter, start in zip(net.parameters(), weights):
        parameter.data = start
        parameter.requires_grad_()
    adam, loss_of = torch.optim.Adam(net.parameters(), lr=0.01), torch.nn.CrossEntropyLoss()
    x, y = torch.from_numpy(signed(0, 16, 4)), torch.arange(16) % 3

    def step():
        with torch.enable_grad():
            loss = loss_of(net(x), y)
            adam.zero_grad()
            loss.backward()
        adam.step()
        return loss.item()

    return step


def tiny_train_step():
    def check():
        step = tiny()
        return [step() for _ in range(20)][-1]

    return tiny(), check


RATE, CHECKED, CLASSES = 1e-3, 3, 10


def singles(seed, *shape):
    return torch.from_numpy(uniform(seed, *shape).astype("float32"))


def made(net):
    """The numbers of Networks.Made."""
    for p, (name, parameter) in enumerate(net.named_parameters()):
        shape = tuple(parameter.shape)
        scale = (parameter.numel() / shape[0]) ** -.5 if len(shape) > 1 else .1
        shift = 1 if len(shape) == 1 and name.endswith("weight") else 0
        parameter.data = torch.from_numpy(signed(100 + p, *shape)) * scale + shift
        parameter.requires_grad_()
    return net


def train(make, loss_of, form=torch.contiguous_format, optimizer=torch.optim.Adam, timed=None):
    """Steps of an optimizer; loss_of(net, step) is the loss. Those that are timed may be of another network than those that are checked."""
    def steps(make):
        net = made(make()).to(memory_format=form)
        adam, at = optimizer(net.parameters(), lr=RATE), iter(range(1 << 60))

        def step():
            with torch.enable_grad():
                loss = loss_of(net, next(at))
                adam.zero_grad()
                loss.backward()
            adam.step()
            return loss.item()
        return step

    def check():
        step = steps(make)
        return [step() for _ in range(CHECKED)][-1]
    return steps(timed or make), check


def infer(net, x):
    return lambda: net(x), lambda: digest(net(x))


def back(net, x, dy):
    x.requires_grad_()

    def run():
        x.grad = None
        net.zero_grad()
        with torch.enable_grad():
            net(x).backward(dy)

    def check():
        run()
        return digest(x.grad.contiguous()) + sum(digest(p.grad.contiguous()) for p in net.parameters()) / x.shape[0]
    return run, check


def mlp(*sizes):
    layers = []
    for i in range(len(sizes) - 1):
        layers += [nn.Linear(sizes[i], sizes[i + 1]), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def mlp_train(rows, batches, *sizes):
    xs, y = [singles(b, rows, sizes[0]) for b in range(batches)], torch.arange(rows) % sizes[-1]
    return train(lambda: mlp(*sizes), lambda net, step: F.cross_entropy(net(xs[step % batches]), y))


def mlp_infer(rows, *sizes):
    return infer(made(mlp(*sizes)), singles(0, rows, sizes[0]))


def dqn_step(rows, hidden):
    s, t, r, on = singles(0, rows, 4), singles(1, rows, 4), singles(2, rows), (torch.arange(rows) % 20 != 0).float()
    taken, goal = (torch.arange(rows) % 2)[:, None], made(mlp(4, hidden, hidden, 2))

    def loss(net, _):
        with torch.no_grad():
            target = r + .99 * on * goal(t).max(1)[0]
        return F.smooth_l1_loss(net(s).gather(1, taken).squeeze(1), target)
    return train(lambda: mlp(4, hidden, hidden, 2), loss)


def cnn(side, first, second, hidden):
    return nn.Sequential(nn.Conv2d(1, first, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(first, second, 3, padding=1), nn.ReLU(),
                         nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden), nn.ReLU(), nn.Linear(hidden, CLASSES))


def cnn_train(rows, side, *sizes, form=torch.contiguous_format):
    x, y = singles(0, rows, 1, side, side).contiguous(memory_format=form), torch.arange(rows) % CLASSES
    return train(lambda: cnn(side, *sizes), lambda net, _: F.cross_entropy(net(x), y), form)


def cnn_train_channels_last(*sizes):
    return cnn_train(*sizes, form=torch.channels_last)


def cnn_infer(rows, side, *sizes, form=torch.contiguous_format):
    return infer(made(cnn(side, *sizes)).to(memory_format=form), singles(0, rows, 1, side, side).contiguous(memory_format=form))


def cnn_infer_channels_last(*sizes):
    return cnn_infer(*sizes, form=torch.channels_last)


def fashion(side, first, second, hidden, dropout):
    def seeing(channels, filters):
        return nn.Conv2d(channels, filters, 3, padding=1, bias=False), nn.BatchNorm2d(filters), nn.ReLU(inplace=True)
    return nn.Sequential(*seeing(1, first), *seeing(first, first), nn.MaxPool2d(2), nn.Dropout(.2 * dropout),
                         *seeing(first, second), *seeing(second, second), nn.MaxPool2d(2), nn.Dropout(.3 * dropout), nn.Flatten(),
                         nn.Linear(second * (side // 4) ** 2, hidden), nn.ReLU(inplace=True), nn.Dropout(.4 * dropout), nn.Linear(hidden, CLASSES))


def fashion_train(rows, side, *sizes, form=torch.contiguous_format):
    x, y = singles(0, rows, 1, side, side).contiguous(memory_format=form), torch.arange(rows) % CLASSES

    def optimizer(parameters, lr):
        parameters = list(parameters)
        return torch.optim.AdamW([{"params": [p for p in parameters if p.dim() > 1], "weight_decay": .01},
                                  {"params": [p for p in parameters if p.dim() == 1], "weight_decay": 0}], lr=lr)
    return train(lambda: fashion(side, *sizes, 0), lambda net, _: F.cross_entropy(net(x), y), form, optimizer, lambda: fashion(side, *sizes, 1))


def fashion_train_channels_last(*sizes):
    return fashion_train(*sizes, form=torch.channels_last)


class Basic(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.inner = nn.Sequential(nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels), nn.ReLU(),
                                   nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x):
        return F.relu(self.inner(x) + x)


def basic_block(rows, channels, side):
    x, dy = (torch.from_numpy(signed(seed, rows, channels, side, side)) for seed in (0, 1))
    return back(made(Basic(channels)), x, dy)


class Recurrent(nn.Module):
    def __init__(self, kind, inputs, hidden, outputs):
        super().__init__()
        self.layer, self.out = kind(inputs, hidden, batch_first=True), nn.Linear(hidden, outputs)

    def forward(self, x):
        return self.out(self.layer(x)[0][:, -1])


def sequence_train(kind, rows, times, inputs, hidden):
    x, y = singles(0, rows, times, inputs), torch.arange(rows) % CLASSES
    return train(lambda: Recurrent(kind, inputs, hidden, CLASSES), lambda net, _: F.cross_entropy(net(x), y))


def lstm_train(*sizes):
    return sequence_train(nn.LSTM, *sizes)


def gru_train(*sizes):
    return sequence_train(nn.GRU, *sizes)


class Characters(nn.Module):
    def __init__(self, characters, hidden, by_cell):
        super().__init__()
        self.layer = nn.RNNCell(characters, hidden) if by_cell else nn.RNN(characters, hidden, batch_first=True)
        self.out, self.hidden, self.by_cell = nn.Linear(hidden, characters), hidden, by_cell

    def forward(self, x):
        if not self.by_cell:
            return self.out(self.layer(x)[0][0])
        state, scores = torch.zeros(1, self.hidden), []
        for t in range(x.shape[1]):
            state = self.layer(x[:, t], state)
            scores.append(self.out(state))
        return torch.cat(scores)


def charrnn_train(times, characters, hidden, by_cell):
    x, y = singles(0, 1, times, characters), torch.arange(times) % characters
    return train(lambda: Characters(characters, hidden, by_cell), lambda net, _: F.cross_entropy(net(x), y))
