#!/usr/bin/env python3
"""Second stage, an array: counts words, and runs of two and three words within a line, in one slice.

Usage: count.py WORK. The slice's number is AWS_BATCH_JOB_ARRAY_INDEX. Writes WORK/counts/<index>.tsv: the
run, a tab, how often.
"""
import collections
import os
import re
import sys

WORD = re.compile(rb"[A-Za-z]+")
LONGEST_RUN = 3


def counts(text):
    found = collections.Counter()
    for line in text.splitlines():
        words = WORD.findall(line.lower())
        for length in range(1, LONGEST_RUN + 1):
            for start in range(len(words) - length + 1):
                found[b" ".join(words[start : start + length])] += 1
    return found


def main(work, index):
    with open(os.path.join(work, "slices", f"{index}.txt"), "rb") as file:
        found = counts(file.read())
    os.makedirs(os.path.join(work, "counts"), exist_ok=True)
    path = os.path.join(work, "counts", f"{index}.tsv")
    # A second attempt may meet what the first left half written: the last step alone makes it visible.
    with open(path + ".part", "wb") as file:
        for run, times in found.items():
            file.write(b"%s\t%d\n" % (run, times))
    os.replace(path + ".part", path)
    print(f"slice {index}: {len(found)} different runs, {sum(found.values())} in all")


if __name__ == "__main__":
    main(sys.argv[1], int(os.environ["AWS_BATCH_JOB_ARRAY_INDEX"]))
