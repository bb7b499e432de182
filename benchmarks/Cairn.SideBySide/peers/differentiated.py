"""A function of made tensors, float32, in torch; when it goes back, with the gradients of all of them."""
import torch
from made import digest, signed


def work(operands, function, back):
    """As Differentiated.cs; an operand is its shape, the factor of its numbers and the divisor of its gradient's digest."""
    x = [torch.from_numpy(signed(place, *shape)) * torch.tensor(factor, dtype=torch.float32) for place, (shape, factor, _) in enumerate(operands)]
    if not back:
        return lambda: function(*x), lambda: digest(function(*x))
    for tensor in x:
        tensor.requires_grad_()
    slope = torch.from_numpy(signed(100, *function(*x).shape))

    def run():
        for tensor in x:
            tensor.grad = None
        with torch.enable_grad():
            function(*x).backward(slope)

    def check():
        run()
        return sum(digest(tensor.grad) / uses for tensor, (_, _, uses) in zip(x, operands))
    return run, check
