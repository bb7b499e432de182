#!/usr/bin/env python3
"""Checks that a model file is laid out as safetensors and as docs/format.md says, by the standard library alone.

usage: check-model-file.py FILE...
"""
import hashlib
import json
import struct
import sys

SIZE = {"F64": 8, "F32": 4, "I64": 8, "I32": 4, "U8": 1, "BOOL": 1}
OPENING = b'{"__metadata__":{"checksum":"'


def unique(pairs):
    assert len(dict(pairs)) == len(pairs), "a key stands twice"
    return dict(pairs)


def check(path):
    file = open(path, "rb").read()
    (length,) = struct.unpack("<Q", file[:8])
    header, data = file[8 : 8 + length], file[8 + length :]
    assert header.startswith(OPENING) and length % 8 == 0
    at = len(OPENING)
    assert hashlib.sha256(header[:at] + b"0" * 64 + header[at + 64 :]).hexdigest().encode() == header[at : at + 64]
    tensors = json.loads(header.decode("utf-8"), object_pairs_hook=unique)
    meta = tensors.pop("__metadata__")
    assert all(type(value) is str for value in meta.values())
    assert (meta["format"], meta["format_version"]) == ("cairn", "1")
    digest, end = hashlib.sha256(meta["cairn"].encode() + b"\n"), 0
    for name, t in tensors.items():
        digest.update(f"{name} {t['dtype']} [{','.join(map(str, t['shape']))}]\n".encode())
        count = 1
        for size in t["shape"]:
            count *= size
        begin, stop = t["data_offsets"]
        assert begin == end and stop - begin == count * SIZE[t["dtype"]] and begin % SIZE[t["dtype"]] == 0
        end = stop
    assert end == len(data)
    digest.update(data)
    assert digest.hexdigest() == meta["digest"]
    tree = json.loads(meta["cairn"], object_pairs_hook=unique)
    print(f"{path}: {tree['kind']} version {tree['version']}, {len(tensors)} tensors, {len(data)} bytes, digest {meta['digest'][:12]}")


for path in sys.argv[1:]:
    check(path)
