"""Weights and clips by a formula of name and index, and the safetensors format in a few lines.

The Java side is avts.pretrain.testing.Formula: the same numbers to the last bit.
"""

import json
import math
import struct

import numpy
import torch


def uniform(name, count):
    """Numbers in [0, 1) that depend on a name and an index alone: FNV-1a, then SplitMix64."""
    key = 0xCBF29CE484222325
    for byte in name.encode():
        key = (key ^ byte) * 0x100000001B3 & (1 << 64) - 1
    with numpy.errstate(over="ignore"):
        z = numpy.uint64(key) + numpy.arange(1, count + 1, dtype=numpy.uint64) * numpy.uint64(0x9E3779B97F4A7C15)
        z = (z ^ z >> numpy.uint64(30)) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ z >> numpy.uint64(27)) * numpy.uint64(0x94D049BB133111EB)
        z = z ^ z >> numpy.uint64(31)
    return (z >> numpy.uint64(40)).astype(numpy.float64) / (1 << 24)


def between(name, shape, low, high):
    """A float32 tensor of numbers in [low, high)."""
    values = low + (high - low) * uniform(name, int(numpy.prod(shape)))
    return torch.from_numpy(values.astype(numpy.float32).reshape(shape))


def weight(name, shape):
    """The tensor that a network has under a name of torchvision's state dict."""
    if name.endswith("num_batches_tracked"):
        return torch.tensor(7)
    if name.endswith("running_var"):
        return between(name, shape, 0.5, 1.5)
    if name.endswith(("running_mean", "bias")):
        return between(name, shape, -0.2, 0.2)
    if len(shape) == 1:
        return between(name, shape, 0.5, 1.5)
    limit = math.sqrt(6 / int(numpy.prod(shape[1:])))
    return between(name, shape, -limit, limit)


def fill(model):
    """Gives every tensor of a model its formula's values."""
    model.load_state_dict({name: weight(name, tuple(t.shape)) for name, t in model.state_dict().items()})
    return model.eval()


def clips(shape):
    """Clips [N, C, T, H, W] as a network sees them, normalised."""
    return between("clips", shape, -2, 2)


TYPES = {"F64": numpy.float64, "F32": numpy.float32, "F16": numpy.float16, "I64": numpy.int64}


def save(tensors, path):
    """Writes a dict of tensors as safetensors."""
    names = {numpy.dtype(t): name for name, t in TYPES.items()}
    header, data = {}, b""
    for name, tensor in tensors.items():
        array = tensor.detach().contiguous().numpy()
        header[name] = {
            "dtype": names[array.dtype],
            "shape": list(array.shape),
            "data_offsets": [len(data), len(data) + array.nbytes],
        }
        data += array.tobytes()
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def load(path):
    """Reads safetensors into a dict of tensors."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        array = numpy.frombuffer(data[begin:end], TYPES[entry["dtype"]]).reshape(entry["shape"])
        tensors[name] = torch.from_numpy(array.copy())
    return tensors
