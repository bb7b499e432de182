"""The peer's side of a comparison: answers requests on standard input until it closes.

A request is one line, "COUNT MODULE FUNCTION [INTEGER...]". FUNCTION(INTEGER...) of MODULE makes the data of a case and returns
(run, check): run() is the timed call, check() a number that Cairn must find too. COUNT 0 makes the data and answers with the check;
another COUNT answers with the seconds that many calls take. Only the data of the latest case is kept. Each answer is one JSON line.
"""
import gc
import importlib
import json
import sys
import time
import warnings


def answer(case, count, held):
    if case != held.get("case"):
        held.clear()
        gc.collect()
        module, function, *sizes = case.split()
        peer = importlib.import_module(module)
        held["run"], held["check"] = getattr(peer, function)(*map(int, sizes))
        held["case"], held["peer"] = case, peer.PEER
    run = held["run"]
    if count == 0:
        run()
        return {"peer": held["peer"], "check": held["check"]()}
    start = time.perf_counter()
    for _ in range(count):
        run()
    return {"seconds": time.perf_counter() - start}


def main():
    warnings.filterwarnings("ignore")
    held = {}
    for line in sys.stdin:
        count, case = line.strip().split(" ", 1)
        try:
            said = answer(case, int(count), held)
        except ImportError as missing:
            said = {"missing": str(missing)}
        except Exception as fault:
            said = {"error": f"{type(fault).__name__}: {fault}"}
        print(json.dumps(said), flush=True)


main()
