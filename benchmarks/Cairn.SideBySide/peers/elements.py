"""torch on float32 elements, uniform in [-1, 1). The functions named alloc make their result anew, the others have memory for it."""
import torch
from made import digest, signed
from torch_setup import PEER


def data(count, seed=0):
    return torch.from_numpy(signed(seed, count))


def into(function, count):
    x, y = data(count), torch.empty(count)
    return lambda: function(x, out=y), lambda: digest(y)


def exp(count):
    return into(torch.exp, count)


def log(count):
    x, y = data(count).add_(1.5), torch.empty(count)
    return lambda: torch.log(x, out=y), lambda: digest(y)


def tanh(count):
    return into(torch.tanh, count)


def sigmoid(count):
    return into(torch.sigmoid, count)


def gelu(count):
    return into(torch._C._nn.gelu, count)  # as torch.nn.functional.gelu, which cannot be given memory


def sum(count):
    x = data(count)
    return lambda: x.sum(), lambda: float(x.sum()) / count


def add_alloc(count):
    x, y = data(count), data(count, 1)
    return lambda: x + y, lambda: digest(x + y)


def mul_alloc(count):
    x, y = data(count), data(count, 1)
    return lambda: x * y, lambda: digest(x * y)


def mul_scalar_alloc(count):
    x = data(count)
    return lambda: x * 1.5, lambda: digest(x * 1.5)


def relu_alloc(count):
    x = data(count)
    return lambda: torch.relu(x), lambda: digest(torch.relu(x))


def add_rowbias_alloc(count):
    x, bias = data(count).view(-1, 1024), data(1024, 1)
    return lambda: x + bias, lambda: digest(x + bias)


def sum_dim0(count):
    x = data(count).view(-1, 1024)
    return lambda: x.sum(0), lambda: digest(x.sum(0))


def transpose_copy_alloc(count):
    x = data(count).view(1024, -1).t()
    return lambda: x.contiguous(), lambda: digest(x.contiguous())


def softmax_rows1024(count):
    x = data(count).view(-1, 1024)
    return lambda: torch.softmax(x, -1), lambda: 1024 * digest(torch.softmax(x, -1))


def log_softmax_rows1024(count):
    x = data(count).view(-1, 1024)
    return lambda: torch.log_softmax(x, -1), lambda: digest(torch.log_softmax(x, -1))


def layer_norm_rows1024(count):
    x, w, b = data(count).view(-1, 1024), data(1024, 1), data(1024, 2)
    return lambda: torch.layer_norm(x, (1024,), w, b), lambda: digest(torch.layer_norm(x, (1024,), w, b))


def cross_entropy_grad(rows, classes):
    x = data(rows * classes).view(rows, classes).requires_grad_()
    truth = torch.arange(rows) * 7 % classes

    def run():
        x.grad = None
        with torch.enable_grad():
            torch.nn.functional.cross_entropy(x, truth).backward()

    def check():
        run()
        return rows * digest(x.grad)
    return run, check


def argmax(count):
    x = data(count)
    return lambda: x.argmax(), lambda: int(x.argmax())


def sort(count):
    x = data(count)
    return lambda: torch.sort(x, stable=True), lambda: digest(torch.sort(x, stable=True)[0])


def cumsum(count):
    x = (data(count) + 1) / count
    return lambda: x.cumsum(0), lambda: digest(x.cumsum(0))
