"""python3 evaluate.py BUNDLE FILE.npy OUT.npy: checks a bundle's model with the onnx package and
runs it on sound (float samples at the bundle's rate) by plain NumPy, operator by operator.

Slow on purpose: an independent reading of the file for tests. Debian's python3-onnx 1.12 brings
the format's own checker and shape inference, and no evaluator yet.
"""

import sys

import numpy as np
import onnx
from onnx import numpy_helper

import features


def convolution(x, weights, a):
    pads, strides = a["pads"], a["strides"]
    half = len(pads) // 2
    x = np.pad(x, [(0, 0), (0, 0)] + list(zip(pads[:half], pads[half:])))
    kernel = weights.shape[2:]
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel, tuple(range(2, x.ndim)))
    windows = windows[(slice(None), slice(None)) + tuple(slice(None, None, s) for s in strides)]
    axes = list(range(2 + half, 2 + 2 * half))
    out = np.tensordot(windows, weights, ([1] + axes, [1] + list(range(2, 2 + half))))
    return np.moveaxis(out, -1, 1)


def normalise(x, scale, shift, mean, variance, a):
    shape = (1, -1) + (1,) * (x.ndim - 2)
    factor = scale / np.sqrt(variance + a["epsilon"])
    return (x - mean.reshape(shape)) * factor.reshape(shape) + shift.reshape(shape)


def max_pool(x, a):
    (kh, kw), (sh, sw) = a["kernel_shape"], a["strides"]
    windows = np.lib.stride_tricks.sliding_window_view(x, (kh, kw), (2, 3))
    return windows[:, :, ::sh, ::sw].max((-2, -1))


def reshape(x, shape):
    return x.reshape([x.shape[i] if n == 0 else n for i, n in enumerate(shape)])


def softmax(x, a):
    e = np.exp(x - x.max(a["axis"], keepdims=True))
    return e / e.sum(a["axis"], keepdims=True)


def kept(a):
    return bool(a.get("keepdims", 1))


OPERATORS = {
    "Add": lambda a, x, y: x + y,
    "And": lambda a, x, y: x & y,
    "BatchNormalization": lambda a, *inputs: normalise(*inputs, a),
    "Cast": lambda a, x: x.astype(np.float32),
    "Concat": lambda a, *inputs: np.concatenate(inputs, a["axis"]),
    "Conv": lambda a, x, w: convolution(x, w, a),
    "Div": lambda a, x, y: x // y if x.dtype.kind == "i" else x / y,
    "Flatten": lambda a, x: x.reshape(int(np.prod(x.shape[: a["axis"]])), -1),
    "Gather": lambda a, x, i: np.take(x, i, a["axis"]),
    "Gemm": lambda a, x, w: x @ (w.T if a.get("transB") else w),
    "GreaterOrEqual": lambda a, x, y: x >= y,
    "Less": lambda a, x, y: x < y,
    "MatMul": lambda a, x, y: x @ y,
    "Max": lambda a, x, y: np.maximum(x, y),
    "MaxPool": lambda a, x: max_pool(x, a),
    "Mul": lambda a, x, y: x * y,
    "Range": lambda a, x, y, z: np.arange(x, y, z),
    "ReduceL2": lambda a, x: np.sqrt((x**2).sum(tuple(a["axes"]), keepdims=kept(a))),
    "ReduceMean": lambda a, x: x.mean(tuple(a["axes"]), keepdims=kept(a)),
    "Relu": lambda a, x: np.maximum(x, 0),
    "Reshape": lambda a, x, shape: reshape(x, shape),
    "Shape": lambda a, x: np.array(x.shape),
    "Sigmoid": lambda a, x: 1 / (1 + np.exp(-x)),
    "Softmax": lambda a, x: softmax(x, a),
    "Sub": lambda a, x, y: x - y,
    "Transpose": lambda a, x: x.transpose(a["perm"]),
    "Unsqueeze": lambda a, x, axes: np.expand_dims(x, tuple(axes)),
}


def run(model, x):
    values = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    values[model.graph.input[0].name] = x
    for node in model.graph.node:
        attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
        inputs = [values[name] for name in node.input]
        values[node.output[0]] = OPERATORS[node.op_type](attributes, *inputs)
    return values[model.graph.output[0].name]


def main(bundle, sound, out):
    model = onnx.load(bundle + "/model.onnx")
    onnx.checker.check_model(model)
    onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
    settings = features.settings(bundle)
    clips, _ = features.clips(np.load(sound), settings)
    np.save(out + ".features.npy", clips)
    np.save(out, run(model, clips).astype(np.float32))


if __name__ == "__main__":
    main(*sys.argv[1:])
