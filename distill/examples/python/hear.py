"""python3 hear.py BUNDLE FILE.wav: a vector, or a class, for each clip of a 16-bit mono WAV file
that has the bundle's sample rate. Needs numpy and onnxruntime."""

import sys
import wave

import numpy as np
import onnxruntime  # not run in this project's tests, where it cannot be had

import features

bundle, sound = sys.argv[1:]
settings = features.settings(bundle)
with wave.open(sound) as file:
    assert file.getframerate() == settings["filter_bank"]["sample_rate"], "resample it before"
    samples = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
clips, starts = features.clips(samples, settings)
session = onnxruntime.InferenceSession(bundle + "/model.onnx")
(values,) = session.run(None, {"log_mel": clips})
for start, row in zip(starts, values):
    print(start, "s:", row)
