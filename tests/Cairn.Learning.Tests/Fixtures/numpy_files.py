# Makes numpy_files.json: .npy files of every type, byte order, order of axes and version, and .npz files, as numpy writes them.
#   /usr/bin/python3 numpy_files.py        (numpy 1.24.2)
import base64, io, json
import numpy as np
from numpy.lib import format

rng = np.random.default_rng(3)
cases = []


def add(name, array, version=None, reads=True):
    out = io.BytesIO()
    format.write_array(out, array, version=version, allow_pickle=True)
    cases.append({"name": name, "file": base64.b64encode(out.getvalue()).decode(), "type": array.dtype.str, "shape": array.shape,
                  "fortran": bool(array.flags.fnc), "reads": reads,
                  "values": array.astype(float).reshape(-1).tolist() if reads else []})


for code in ("f8", "f4", "f2", "i8", "i4", "i2", "i1", "u4", "u2", "u1", "b1"):
    for order in ("<", ">"):
        if code[0] == "f":
            values = rng.normal(size=(2, 3))
        elif code == "b1":
            values = rng.integers(0, 2, (2, 3))
        else:
            low, high = (-(1 << 8 * int(code[1]) - 1), (1 << 8 * int(code[1]) - 1) - 1) if code[0] == "i" else (0, (1 << 8 * int(code[1])) - 1)
            values = np.array([[low, high, 0], [1, 2, high // 3]]) if code != "i8" else np.array([[-(1 << 52), 1 << 52, 0], [1, 2, 7]])
        add(f"{order}{code}", values.astype(order + code))
add("fortran", np.asfortranarray(rng.normal(size=(2, 3, 4)).astype("f4")))
add("fortran, big-endian", np.asfortranarray(rng.normal(size=(3, 2)).astype(">f8")))
add("version 2", rng.normal(size=(4,)), (2, 0))
add("version 3", rng.normal(size=(1, 4)), (3, 0))
add("scalar", np.array(2.5))
add("empty", np.zeros((0, 5), "f4"))
add("objects", np.array([None, {}], dtype=object), reads=False)
add("texts", np.array(["a", "bc"]), reads=False)
add("complex", np.array([1j]), reads=False)
add("records", np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]), reads=False)
add("dates", np.array(["2026-01-01"], dtype="datetime64[D]"), reads=False)

zips = {}
a, b = np.arange(6.0).reshape(2, 3), np.arange(4, dtype="i4")
for name, save in (("savez", np.savez), ("savez_compressed", np.savez_compressed)):
    out = io.BytesIO()
    save(out, **{"layer.weight": a, "b": b})
    zips[name] = base64.b64encode(out.getvalue()).decode()
with open("numpy_files.json", "w") as out:
    json.dump({"by": f"numpy_files.py, numpy {np.__version__}", "npy": cases, "npz": zips}, out, separators=(",", ":"))
