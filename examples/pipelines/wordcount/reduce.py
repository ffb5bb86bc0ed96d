#!/usr/bin/env python3
"""Last stage: merges the ordered counts of all slices and keeps totals and the most frequent runs.

Usage: reduce.py WORK SLICES. Writes WORK/result.json.
"""
import heapq
import itertools
import json
import os
import sys

TOP = 5
LONGEST_RUN = 3


def rows(path):
    with open(path, "rb") as file:
        for row in file:
            run, times = row.rstrip(b"\n").split(b"\t")
            yield run, int(times)


def main(work, slices):
    merged = heapq.merge(*(rows(os.path.join(work, "ordered", f"{i}.tsv")) for i in range(slices)))
    totals = {length: 0 for length in range(1, LONGEST_RUN + 1)}
    different = dict(totals)
    top = {length: [] for length in totals}
    for run, group in itertools.groupby(merged, key=lambda row: row[0]):
        times = sum(row[1] for row in group)
        length = run.count(b" ") + 1
        totals[length] += times
        different[length] += 1
        # Most frequent first, and in alphabetical order where equally frequent.
        top[length].append((-times, run))
        if len(top[length]) > 1000:
            top[length] = heapq.nsmallest(TOP, top[length])
    result = {
        str(length): {
            "total": totals[length],
            "different": different[length],
            "top": [[run.decode("ascii"), -times] for times, run in heapq.nsmallest(TOP, top[length])],
        }
        for length in totals
    }
    path = os.path.join(work, "result.json")
    with open(path + ".part", "w", encoding="ascii") as file:
        json.dump(result, file, indent=2)
    os.replace(path + ".part", path)
    print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
