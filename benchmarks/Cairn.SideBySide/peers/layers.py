"""The layers of networks on images, float32, in torch: as they come, and in the format of channels last."""
import torch
import torch.nn.functional as F
from differentiated import work
from made import digest, signed
from torch_setup import PEER


def data(seed, *shape):
    return torch.from_numpy(signed(seed, *shape))


def conv(images, channels, side, filters, taps, groups, back, form=torch.contiguous_format):
    x = data(0, images, channels, side, side).contiguous(memory_format=form)
    w = data(1, filters, channels // groups, taps, taps).contiguous(memory_format=form)
    dy = data(2, images, filters, side, side).contiguous(memory_format=form)

    def forward():
        return F.conv2d(x, w, padding=taps // 2, groups=groups)

    if not back:
        return forward, lambda: digest(forward().contiguous())
    x.requires_grad_()
    w.requires_grad_()

    def run():
        x.grad = w.grad = None
        with torch.enable_grad():
            forward().backward(dy)

    def check():
        run()
        return digest(x.grad.contiguous()) + digest(w.grad.contiguous()) / (images * side * side)
    return run, check


def conv_channels_last(*sizes):
    return conv(*sizes, form=torch.channels_last)


def max_pool(images, channels, side, back):
    x = data(0, images, channels, side, side)
    if not back:
        return lambda: F.max_pool2d(x, 2), lambda: digest(F.max_pool2d(x, 2))
    x.requires_grad_()
    dy = torch.ones(images, channels, side // 2, side // 2)

    def run():
        x.grad = None
        with torch.enable_grad():
            F.max_pool2d(x, 2).backward(dy)

    def check():
        run()
        return digest(x.grad)
    return run, check


def average_pool(images, channels, side, whole, back):
    return work([((images, channels, side, side), 1, 1)], (lambda x: F.adaptive_avg_pool2d(x, 1)) if whole else (lambda x: F.avg_pool2d(x, 2)), back)


def batch_norm(images, channels, side, back):
    uses = images * side * side
    return work([((images, channels, side, side), 1, 1), ((channels,), 1, uses), ((channels,), 1, uses)],
                lambda x, w, b: F.batch_norm(x, None, None, w, b, True), back)
