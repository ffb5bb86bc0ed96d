#!/usr/bin/env python3
"""First stage: reads the text files under a folder and deals their lines out into slices of like size.

Usage: split.py SOURCES WORK SLICES. Writes WORK/slices/<index>.txt.
"""
import os
import sys

SUFFIXES = (".java", ".proto", ".md", ".py", ".xml", ".yaml", ".sql", ".sh")
SKIPPED = ("target", "node_modules", "__pycache__")


def text_files(root):
    """Paths in a fixed order; hidden folders and what builds make are left out."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in SKIPPED)
        for name in sorted(files):
            path = os.path.join(folder, name)
            if name.endswith(SUFFIXES) and not os.path.islink(path):
                yield path


def main(root, work, count):
    slices = [bytearray() for _ in range(count)]
    files = 0
    for path in text_files(root):
        with open(path, "rb") as file:
            text = file.read()
        smallest = min(slices, key=len)
        smallest += text if text.endswith(b"\n") else text + b"\n"
        files += 1
    os.makedirs(os.path.join(work, "slices"), exist_ok=True)
    for index, text in enumerate(slices):
        path = os.path.join(work, "slices", f"{index}.txt")
        with open(path + ".part", "wb") as file:
            file.write(text)
        os.replace(path + ".part", path)
    print(f"{files} files, {sum(map(len, slices))} bytes, {count} slices")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
