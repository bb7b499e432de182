"""Matrix products: torch in float32, numpy in float64. Factors uniform in [0, 1), results into memory that is there already."""
import torch
from made import digest, uniform
from torch_setup import PEER


def singles(seed, *shape):
    return torch.from_numpy(uniform(seed, *shape)).float()


def gemm_f32(m, k, n):
    a, b, c = singles(0, m, k), singles(1, k, n), torch.empty(m, n)
    return lambda: torch.mm(a, b, out=c), lambda: digest(c)


def gemm_f32_nt(m, k, n):
    a, b, c = singles(0, m, k), singles(1, n, k).t(), torch.empty(m, n)
    return lambda: torch.mm(a, b, out=c), lambda: digest(c)


def gemm_f32_tn(m, k, n):
    a, b, c = singles(0, k, m).t(), singles(1, k, n), torch.empty(m, n)
    return lambda: torch.mm(a, b, out=c), lambda: digest(c)


def gemm_f32_tt(m, k, n):
    a, b, c = singles(0, k, m).t(), singles(1, n, k).t(), torch.empty(m, n)
    return lambda: torch.mm(a, b, out=c), lambda: digest(c)


def linear_fwd(m, k, n):
    x, w, bias = singles(0, m, k), singles(1, n, k), singles(2, n)
    return lambda: torch.nn.functional.linear(x, w, bias), lambda: digest(torch.nn.functional.linear(x, w, bias))


def linear_dW(m, k, n):
    x, dy = singles(0, m, k), singles(3, m, n)
    return lambda: dy.t() @ x, lambda: digest(dy.t() @ x)


def linear_dx(m, k, n):
    w, dy = singles(1, n, k), singles(3, m, n)
    return lambda: dy @ w, lambda: digest(dy @ w)
