"""Sound to what a bundle's model takes, written out in NumPy."""

import json
import math

import numpy as np


def settings(bundle):
    """Reads a bundle's features.yaml, which is YAML in the form of JSON."""
    with open(bundle + "/features.yaml", encoding="utf-8") as file:
        return json.load(file)


def half_up(x):
    return int(math.floor(x + 0.5))


def mel_filters(bank):
    """[filters, fft_size / 2 + 1]: triangles equally wide on the mel scale, up to half the rate."""
    rate, size, count = bank["sample_rate"], bank["fft_size"], bank["filters"]
    step = 2595 * math.log10(1 + rate / 2 / 700) / (count + 1)
    hertz = 700 * (10 ** (np.arange(count + 2) * step / 2595) - 1)
    corner = np.floor((size + 1) * hertz / rate).astype(int)
    filters = np.zeros((count, size // 2 + 1))
    for i in range(count):
        low, centre, high = corner[i : i + 3]
        filters[i, low:centre] = (np.arange(low, centre) - low) / (centre - low)
        filters[i, centre:high] = (high - np.arange(centre, high)) / (high - centre)
    return filters


def log_mel(samples, preceding, settings):
    """[1, filters, windows] of mono samples in -1..1 at the bank's rate.

    preceding is the sample before the first one, None where the sound begins here.
    """
    bank = settings["filter_bank"]
    window = half_up(bank["window_seconds"] * bank["sample_rate"])
    hop = half_up(bank["hop_seconds"] * bank["sample_rate"])
    x = 32768 * np.asarray(samples, np.float64)
    before = 0.0 if preceding is None else 32768 * float(preceding)
    x = x - bank["pre_emphasis"] * np.concatenate([[before], x[:-1]])
    count = 1 if len(x) <= window else 1 + math.ceil((len(x) - window) / hop)
    x = np.concatenate([x, np.zeros((count - 1) * hop + window - len(x))])
    frames = np.stack([x[i * hop : i * hop + window] for i in range(count)])
    power = np.abs(np.fft.rfft(frames, bank["fft_size"])) ** 2 / bank["fft_size"]
    energy = power @ mel_filters(bank).T
    energy[energy == 0] = np.finfo(float).eps
    mean = np.array(settings["normalisation"]["mean"])
    std = np.array(settings["normalisation"]["std"])
    return ((np.log(energy) - mean) / std).T[np.newaxis].astype(np.float32)


def clips(samples, settings):
    """[clips, 1, filters, windows] of a whole sound at the bank's rate, and when each begins."""
    rate = settings["filter_bank"]["sample_rate"]
    frames, hop = settings["clip"]["frames"], settings["clip"]["hop_seconds"]
    top, _, bottom = settings["clip"]["frame_rate"].partition("/")
    per_second = int(top) / int(bottom or 1)
    length = half_up(frames / per_second * rate)
    found, starts, k = [], [], 0
    while True:
        frame = half_up(k * hop * per_second)
        if (frame + frames) / per_second > len(samples) / rate + 1e-3:
            return np.stack(found), starts
        start = half_up(frame / per_second * rate)
        clip = np.zeros(length)
        part = samples[start : start + length]
        clip[: len(part)] = part
        found.append(log_mel(clip, samples[start - 1] if start else None, settings))
        starts.append(frame / per_second)
        k += 1
