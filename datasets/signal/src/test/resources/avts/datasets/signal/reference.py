"""Writes the reference values of LogFilterBankTest: python_speech_features' logfbank in plain NumPy.

Run in this folder: python3 reference.py
Signals come from a formula of the sample's index, coded again in the test.
"""
import numpy as np


def hz_to_mel(hz):
    return 2595 * np.log10(1 + hz / 700.0)


def mel_to_hz(mel):
    return 700 * (10 ** (mel / 2595.0) - 1)


def filters(count, nfft, rate):
    points = np.linspace(hz_to_mel(0), hz_to_mel(rate / 2), count + 2)
    bins = np.floor((nfft + 1) * mel_to_hz(points) / rate)
    bank = np.zeros([count, nfft // 2 + 1])
    for j in range(count):
        for i in range(int(bins[j]), int(bins[j + 1])):
            bank[j, i] = (i - bins[j]) / (bins[j + 1] - bins[j])
        for i in range(int(bins[j + 1]), int(bins[j + 2])):
            bank[j, i] = (bins[j + 2] - i) / (bins[j + 2] - bins[j + 1])
    return bank


def log_filter_bank(signal, preceding, rate, window, hop, nfft, count):
    signal = signal.astype(np.float64) * 32768
    before = signal[0] if preceding is None else preceding * 32768.0
    first = signal[0] if preceding is None else signal[0] - 0.97 * before
    emphasised = np.append(first, signal[1:] - 0.97 * signal[:-1])
    length = int(np.floor(window * rate + 0.5))
    step = int(np.floor(hop * rate + 0.5))
    frames = 1 if len(signal) <= length else 1 + int(np.ceil((len(signal) - length) / step))
    padded = np.append(emphasised, np.zeros((frames - 1) * step + length - len(signal)))
    index = np.arange(length)[None, :] + step * np.arange(frames)[:, None]
    power = np.abs(np.fft.rfft(padded[index], nfft)) ** 2 / nfft
    energy = power @ filters(count, nfft, rate).T
    return np.log(np.where(energy == 0, np.finfo(float).eps, energy)).T


def noise(count):
    """A tone whose pitch rises, over a noise from a multiplicative generator."""
    n = np.arange(count, dtype=np.int64)
    noise = (n * 7919 % 104729) * 31 % 1009 / 1009.0 - 0.5
    tone = np.sin(2 * np.pi * (n / 97.0 + n * n / 4e6))
    return (0.4 * tone + 0.2 * noise).astype(np.float32)


def save(name, features):
    np.save(name, np.ascontiguousarray(features, dtype=np.float32))
    print(name, features.shape)


if __name__ == "__main__":
    one_second = noise(24000)
    save("noise-24k.npy", log_filter_bank(one_second, None, 24000, 0.02, 0.01, 1024, 40))
    save("noise-16k-short.npy",
         log_filter_bank(noise(2017), np.float64(0.25), 16000, 0.025, 0.01, 512, 26))
    save("noise-11k.npy", log_filter_bank(noise(1500), None, 11025, 0.02, 0.01, 1024, 40))
    # A loud low tone: high filters lie far below it, where single precision would fail.
    n = np.arange(2400)
    tone = (0.9 * np.sin(2 * np.pi * n / 240.0)).astype(np.float32)
    save("tone-24k.npy", log_filter_bank(tone, None, 24000, 0.02, 0.01, 1024, 40))
    # Digital silence in the middle.
    gap = noise(2400)
    gap[600:1800] = 0
    save("gap-24k.npy", log_filter_bank(gap, None, 24000, 0.02, 0.01, 1024, 40))
