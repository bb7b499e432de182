"""Makes Elementary.bin, the oracle of the elementary functions: python3 Elementary.py (Python 3.11, mpmath 1.2.1).

For each function: length byte and ASCII name, int32 count, then the points, little-endian: the argument (two arguments
for Pow) and the value rounded to nearest, float64; and what the rounding left, in 1/254 of the value's last place,
int8. Every third argument is a float32 number, so that the same points serve both types.
"""
import math
import os
import random
import struct
from mpmath import mp, mpf

mp.dps = 60


def single(x):
    try:
        return struct.unpack('<f', struct.pack('<f', x))[0]
    except OverflowError:
        return x


def rounded(v):
    """The nearest float64 and the rest in units in the last place; subnormals and overflow as IEEE 754 demands."""
    if v == 0:
        return 0.0, 0
    e = max(mp.mag(v) - 1, -1022) - 52
    scaled = mp.ldexp(v, -e)
    q = int(mp.nint(scaled))
    if e > 971 or e == 971 and abs(q) >> 53:
        return math.copysign(math.inf, q), 0
    return math.ldexp(q, e), max(-127, min(127, int(mp.nint((scaled - q) * 254))))


def log1p(x):
    return x - x * x / 2 + x ** 3 / 3 if abs(x) < mpf('1e-30') else mp.log(1 + x)


def expm1(x):
    return x + x * x / 2 + x ** 3 / 6 if abs(x) < mpf('1e-30') else mp.exp(x) - 1


def tanh(x):
    if abs(x) < mpf('1e-30'):
        return x - x ** 3 / 3
    return mp.sign(x) if abs(x) > 100 else mp.tanh(x)


def softplus(x):
    return x if x > 200 else log1p(mp.exp(x))


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def binades(low, high, count, signs=(1,)):
    """count numbers of evenly spread exponents."""
    for i in range(count):
        e = low + (high - low) * i // max(count - 1, 1)
        m = random.choice((1.0, random.uniform(1, 2), random.uniform(1, 2), 2 - 2 ** -52))
        yield random.choice(signs) * math.ldexp(m, e)


def uniform(low, high, count):
    return (random.uniform(low, high) for _ in range(count))


def near(values, count):
    """The nearest numbers to each of the values and some a little apart."""
    for v in values:
        x = float(v)
        for i in range(count):
            yield x
            x = math.nextafter(x, math.inf) if i % 2 else x * (1 + random.uniform(-1, 1) * 2 ** -random.randint(8, 50))


both = (1, -1)
right_angles = [mp.pi / 2 * k for k in (1, -1, 2, 3, -4, 5, 7, 10, 22, 33, 355, 710, 1000, -12345, 10 ** 6, 2 ** 25, 10 ** 9, 10 ** 15)]
angles = lambda: (list(binades(-1074, 1023, 600, both)) + list(uniform(-100, 100, 300)) + list(binades(-10, 40, 300, both))
                  + list(near(right_angles, 12)) + [6381956970095103 * 2.0 ** 797, 1.5 * 2 ** 1000, 5.3e9, 2.0 ** 30])
positives = lambda: list(binades(-1074, 1023, 900)) + list(uniform(.5, 2, 300)) + list(near((1, math.sqrt(.5), math.sqrt(2), 2, 10), 60))
functions = {
    'Exp': (mp.exp, lambda: list(binades(-1074, 9, 500, both)) + list(uniform(-746, 710, 500)) + list(uniform(-1, 1, 300))
            + list(near((709.782712893384, -708.396418532264, -745.133219101941, 88.7228394, -87.33654, -103.97208), 30))),
    'ExpM1': (expm1, lambda: list(binades(-1074, 9, 500, both)) + list(uniform(-50, 710, 300)) + list(uniform(-1, 1, 500))
              + list(near((709.782712893384, .34657, -.34657, 88.72283), 40))),
    'Log': (mp.log, positives),
    'Log2': (lambda x: mp.log(x) / mp.log(2), positives),
    'Log10': (mp.log10, lambda: positives() + [10.0 ** k for k in range(23)]),
    'Log1P': (log1p, lambda: list(binades(-1074, 1023, 500)) + list(binades(-1074, -1, 300, (-1,))) + list(uniform(-1, 3, 500))
              + list(near((-.2928932188134524, .41421356, -.999999), 50))),
    'Sigmoid': (sigmoid, lambda: list(binades(-1074, 9, 400, both)) + list(uniform(-746, 50, 500)) + list(uniform(-20, 20, 500))),
    'Tanh': (tanh, lambda: list(binades(-1074, 9, 500, both)) + list(uniform(-2, 2, 500)) + list(uniform(-22, 22, 300))
             + list(near((.625, -.55, .17, .5), 40))),
    'Softplus': (softplus, lambda: list(binades(-1074, 9, 400, both)) + list(uniform(-746, 50, 400)) + list(uniform(-20, 20, 600))),
    'Sin': (mp.sin, angles),
    'Cos': (mp.cos, angles),
    'Tan': (mp.tan, angles),
}


def symmetric(low, high, *ranges):
    return lambda: list(binades(low, high, 200, both)) + [x for a, b in ranges for x in uniform(a, b, 200)]


def series(f, first, third):
    """f, by its series first x + third x^3 where the digits would not do."""
    return lambda x: first * x + third * x ** 3 if abs(x) < mpf('1e-25') else f(x)


def phi(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


later = {
    'Erf': (lambda x: mp.sign(x) if abs(x) > 20 else series(mp.erf, 2 / mp.sqrt(mp.pi), -2 / mp.sqrt(mp.pi) / 3)(x),
            symmetric(-1074, 5, (-1, 1), (-6, 6))),
    'Erfc': (lambda x: mp.erfc(x) if abs(x) < 40 else mpf(2 if x < 0 else 0), symmetric(-1074, 5, (-1, 1), (.5, 6), (0, 27.5))),
    'Gelu': (lambda x: x * phi(x) if abs(x) < 60 else mpf(max(x, 0)), symmetric(-1070, 7, (-1.5, 1.5), (-6, 6), (-38.6, 0))),
    'Sinh': (series(mp.sinh, 1, mpf(1) / 6), symmetric(-1074, 9, (-3, 3), (-711, 711))),
    'Cosh': (mp.cosh, symmetric(-1074, 9, (-3, 3), (-711, 711))),
    'Asinh': (series(mp.asinh, 1, -mpf(1) / 6), symmetric(-1074, 1023, (-3, 3), (-30, 30))),
    'Acosh': (mp.acosh, lambda: [1 + x for x in binades(-52, 0, 300)] + list(binades(0, 1023, 300)) + list(uniform(1, 4, 200))),
    'Atanh': (series(mp.atanh, 1, mpf(1) / 3), symmetric(-1074, -1, (-1, 1), (-.6, .6), (.9, 1))),
    'Asin': (series(mp.asin, 1, mpf(1) / 6), symmetric(-1074, -1, (-1, 1), (.4, .6), (.99, 1))),
    'Acos': (mp.acos, symmetric(-1074, -1, (-1, 1), (.4, .6), (.99, 1))),
    'Atan': (series(mp.atan, 1, -mpf(1) / 3), symmetric(-1074, 1023, (-1, 1), (-4, 4))),
    'LogGamma': (mp.loggamma, lambda: list(binades(-1074, 1000, 300)) + list(uniform(0, 9, 500)) + list(near((1, 2, .5, 1.5, 2.5, 8), 40))
                 + [c + s * x for c in (1, 2) for s in both for x in binades(-52, -2, 60)]),
    'Digamma': (mp.digamma, lambda: list(binades(-1000, 1000, 300)) + list(uniform(0, 11, 500)) + list(near((1, 1.4616321449683622, 2, 10), 40))),
}


def as_arguments(xs):
    return [single(x) if i % 3 == 0 and abs(x) < 3e38 else x for i, x in enumerate(xs)]


def powers():
    for _ in range(400):
        yield random.uniform(0, 10), random.uniform(-300, 300)
    for x in binades(-1074, 1023, 500):
        yield x, random.uniform(-1, 1) * 740 / max(abs(math.log(x)), 1e-300) if x != 1 else 3.5
    for x in near((1,), 200):
        yield x, random.uniform(-1, 1) * 740 / max(abs(math.log(x)), 1e-12)
    for k in range(200):
        yield random.uniform(-20, 20), float(random.randint(-30, 30))
    for k in range(100):
        yield float(random.randint(2, 30)), random.choice((.5, 1 / 3, -.5, 1.5, 2.0, -1.0, 10.0))


def main():
    random.seed(20)
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'Elementary.bin'), 'wb') as out:
        for name, (f, points) in functions.items():
            xs = [x for x in as_arguments(points()) if name != 'Log1P' or x > -1]
            xs = [x for x in xs if x > 0 or not name.startswith('Log') or name == 'Log1P']
            out.write(struct.pack('<B', len(name)) + name.encode() + struct.pack('<i', len(xs)))
            for x in xs:
                out.write(struct.pack('<ddb', x, *rounded(f(mpf(x)))))
        pairs = [(single(x), single(y)) if i % 3 == 0 and single(x) != 0 else (x, y) for i, (x, y) in enumerate(powers())]
        out.write(b'\x03Pow' + struct.pack('<i', len(pairs)))
        for x, y in pairs:
            v = mp.power(mpf(x), mpf(y)) if x > 0 else mp.power(mpf(-x), mpf(y)) * (-1 if y % 2 else 1)
            out.write(struct.pack('<dddb', x, y, *rounded(v)))
        for name, (f, points) in later.items():
            xs = [x for x in as_arguments(points()) if x != 0]
            out.write(struct.pack('<B', len(name)) + name.encode() + struct.pack('<i', len(xs)))
            for x in xs:
                out.write(struct.pack('<ddb', x, *rounded(f(mpf(x)))))
        pairs = [(y, x) for y in binades(-1074, 1023, 20, both) for x in binades(-1074, 1023, 20, both)] + \
            [(random.uniform(-2, 2), random.uniform(-2, 2)) for _ in range(300)]
        pairs = [(single(y), single(x)) if i % 3 == 0 and abs(x) < 3e38 and abs(y) < 3e38 and single(x) and single(y) else (y, x)
                 for i, (y, x) in enumerate(pairs)]
        out.write(b'\x05Atan2' + struct.pack('<i', len(pairs)))
        for y, x in pairs:
            ratio = mpf(y) / mpf(x)
            v = ratio - ratio ** 3 / 3 if abs(ratio) < mpf('1e-25') and x > 0 else mp.atan2(mpf(y), mpf(x))
            out.write(struct.pack('<dddb', y, x, *rounded(v)))


main()
