"""Prints the polynomial coefficients of the elementary functions, lowest degree first, with the largest
relative error each leaves in its function. Chebyshev interpolation in 60 digits, then rounding to the type.

python3 ElementaryPolynomials.py   (mpmath 1.2 or later)
"""
import struct
from mpmath import mp, mpf, mpc, cos, sin, tanh, exp, log, atanh, pi, sqrt, ln, taylor, chop, fabs

mp.dps = 60


def single(v):
    return struct.unpack('f', struct.pack('f', float(v)))[0]


def interpolate(f, low, high, degree):
    """Monomial coefficients of the polynomial through the Chebyshev nodes (divided differences, then expansion)."""
    n = degree + 1
    xs = [(low + high) / 2 + (high - low) / 2 * cos((2 * i + 1) * pi / (2 * n)) for i in range(n)]
    d = [f(x) for x in xs]
    for j in range(1, n):
        for i in range(n - 1, j - 1, -1):
            d[i] = (d[i] - d[i - 1]) / (xs[i] - xs[i - j])
    c = [d[-1]]
    for i in range(n - 2, -1, -1):
        c = [mpf(0)] + c
        for k in range(len(c) - 1):
            c[k] -= xs[i] * c[k + 1]
        c[0] += d[i]
    return c


def show(name, f, low, high, degree, weight, rounded):
    """weight(x): derivative of the function's relative value by the polynomial's value."""
    c = [mpf(rounded(v)) for v in interpolate(f, mpf(low), mpf(high), degree)]
    worst = mpf(0)
    for i in range(401):
        x = low + (high - low) * mpf(i) / 400 + mpf('1e-25')
        p = mpf(0)
        for v in reversed(c):
            p = p * x + v
        worst = max(worst, fabs((p - f(x)) * weight(x)))
    text = ', '.join((repr(float(v)) if rounded is float else '%.9gf' % v) for v in c)
    print(f'{name}: 2^{float(log(worst, 2)):.1f}\n  {text}')



half = mpf(ln(2)) / 2 * mpf('1.0001')
s2 = ((sqrt(2) - 1) / (sqrt(2) + 1)) ** 2 * mpf('1.0001')
q = (pi / 4 * mpf('1.01')) ** 2
expm1q = lambda r: (exp(r) - 1 - r) / r ** 2
logr = lambda z: (2 * atanh(sqrt(z)) / sqrt(z) - 2) / z
powr = lambda z: (atanh(sqrt(z)) / sqrt(z) - 1 - z / 3) / z ** 2
sins = lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z
cosc = lambda z: (cos(sqrt(z)) - 1 + z / 2) / z ** 2
tanhp = lambda z: (tanh(sqrt(z)) / sqrt(z) - 1) / z
log1pq = lambda f: (log(1 + f) - f + f * f / 2) / f ** 3

for d in (9, 10, 11):
    show(f'exp64 degree {d}', expm1q, -half, half, d, lambda r: r ** 2, float)
for d in (5, 6, 7):
    show(f'log64 degree {d}', logr, mpf('1e-30'), s2, d, lambda z: z / 2, float)
for d in (6, 7, 8):
    show(f'pow64 degree {d}', powr, mpf('1e-20'), s2, d, lambda z: z * z, float)
for d in (5, 6):
    show(f'sin64 degree {d}', sins, mpf('1e-20'), q, d, lambda z: z, float)
    show(f'cos64 degree {d}', cosc, mpf('1e-15'), q, d, lambda z: z * z * sqrt(2), float)
for d in (4, 5):
    show(f'exp32 degree {d}', expm1q, -half, half, d, lambda r: r, single)
for d in (7, 8, 9):
    show(f'log32 degree {d}', log1pq, sqrt(2) / 2 - 1, sqrt(2) - 1, d, lambda f: f * f * f / log(1 + f), single)
for d in (2, 3):
    show(f'sin32 degree {d}', sins, mpf('1e-20'), q, d, lambda z: z, single)
    show(f'cos32 degree {d}', cosc, mpf('1e-15'), q, d, lambda z: z * z * sqrt(2), single)
for d in (4, 5, 6):
    show(f'tanh32 degree {d}', tanhp, mpf('1e-20'), mpf('0.625') ** 2, d, lambda z: z, single)


def parts(name, value, bits, count):
    """value as a sum: every part but the last carries at most bits significant bits."""
    out = []
    for i in range(count):
        e = mp.floor(log(fabs(value), 2)) if value else 0
        b = bits[i]
        unit = mpf(2) ** (e - b + 1)
        p = mp.nint(value / unit) * unit
        out.append(p)
        value -= p
    print(name, ', '.join(repr(float(p)) for p in out))


parts('ln2 64', ln(2), [32, 53], 2)
parts('ln2 64 (42 bits)', ln(2), [42, 53], 2)
parts('ln2 32', ln(2), [16, 24], 2)
parts('log2e 64', 1 / ln(2), [53, 53], 2)
parts('log10e 64', 1 / ln(10), [53, 53], 2)
parts('log10(2) 64', ln(2) / ln(10), [42, 53], 2)
parts('pi/2 64', pi / 2, [53, 53, 53], 3)
parts('pi/2 32', pi / 2, [24, 24, 24], 3)
parts('2/pi', 2 / pi, [53], 1)
parts('1/3', mpf(1) / 3, [53, 53], 2)
parts('log2e 32', 1 / ln(2), [24, 24], 2)
parts('log10e 32', 1 / ln(10), [24, 24], 2)
parts('log10(2) 32', ln(2) / ln(10), [16, 24], 2)
