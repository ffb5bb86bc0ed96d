#!/usr/bin/env python3
"""Third stage, an array N_TO_N behind the second: sorts the counts of one slice, so that they can be merged.

Usage: order.py WORK. Reads WORK/counts/<index>.tsv, writes WORK/ordered/<index>.tsv.
"""
import os
import sys


def main(work, index):
    with open(os.path.join(work, "counts", f"{index}.tsv"), "rb") as file:
        rows = sorted(file)
    os.makedirs(os.path.join(work, "ordered"), exist_ok=True)
    path = os.path.join(work, "ordered", f"{index}.tsv")
    with open(path + ".part", "wb") as file:
        file.writelines(rows)
    os.replace(path + ".part", path)
    print(f"slice {index}: {len(rows)} rows in order")


if __name__ == "__main__":
    main(sys.argv[1], int(os.environ["AWS_BATCH_JOB_ARRAY_INDEX"]))
