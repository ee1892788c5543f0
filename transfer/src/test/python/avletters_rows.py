#!/usr/bin/python3
"""Writes rows of AV-Letters for avts transfer map: what is heard and what is seen, without any network.

    transfer/src/test/python/avletters_rows.py AVLETTERS OUT

AVLETTERS holds lips/*-lips.mat and mfcc/*.mfcc. Needs Debian's python3-scipy. A row is a take at 12
equally spaced moments: 26 MFCC each (mfcc.npy), and 12 x 16 means of 5 x 5 pixels each about the take's
own mean picture (lips.npy). letters.txt, takes.txt and speakers.txt name the rows.
"""

import pathlib
import struct
import sys

import numpy
import scipy.io

MOMENTS = 12


def resampled(steps):
    """The steps at MOMENTS equal distances, linearly between neighbours."""
    at = numpy.linspace(0, len(steps) - 1, MOMENTS)
    low = numpy.floor(at).astype(int)
    high = numpy.minimum(low + 1, len(steps) - 1)
    share = (at - low)[:, None]
    return (steps[low] * (1 - share) + steps[high] * share).ravel()


def lips(file):
    columns = scipy.io.loadmat(file)["vid"].astype(float)
    pictures = columns.T.reshape(-1, 80, 60).transpose(0, 2, 1)
    blocks = pictures.reshape(len(pictures), 12, 5, 16, 5).mean((2, 4)).reshape(len(pictures), -1)
    return blocks - blocks.mean(0)


def mfcc(file):
    data = file.read_bytes()
    count, _, size, _ = struct.unpack(">iihh", data[:12])
    return numpy.frombuffer(data[12 : 12 + count * size], ">f4").reshape(count, -1).astype(float)


def main():
    source, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    heard, seen, takes = [], [], []
    for file in sorted(source.glob("lips/*-lips.mat")):
        take = file.name.removesuffix("-lips.mat")
        heard.append(resampled(mfcc(source / "mfcc" / (take + ".mfcc"))))
        seen.append(resampled(lips(file)))
        takes.append(take)
    numpy.save(out / "mfcc.npy", numpy.array(heard, "f4"))
    numpy.save(out / "lips.npy", numpy.array(seen, "f4"))
    for name, values in [
        ("letters", [take[0] for take in takes]),
        ("takes", takes),
        ("speakers", [take.split("_")[1] for take in takes]),
    ]:
        (out / (name + ".txt")).write_text("\n".join(values) + "\n")


main()
