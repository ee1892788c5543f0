"""Trains the task of an "avts bench step" in Python's PyTorch, told by lines on the standard input.

Arguments: folder of the task; layout (plain or channels-last); type (f32 or bf16); threads.
"""

import json
import math
import os
import struct
import sys
import time

import torch
import torch.nn.functional as F


def read_arrays(file):
    """Returns the arrays of a safetensors file by name."""
    with open(file, "rb") as stream:
        header = json.loads(stream.read(struct.unpack("<Q", stream.read(8))[0]))
        values = stream.read()
    arrays = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            flat = torch.frombuffer(bytearray(values[begin:end]), dtype=torch.float32)
            arrays[name] = flat.reshape(entry["shape"]).clone()
    return arrays


class Network:
    """The layers of a task, written as functional operations."""

    def __init__(self, task, arrays, bfloat16):
        self.task = task
        self.arrays = arrays
        self.bfloat16 = bfloat16
        for name in task["weights"] + task["biases"]:
            arrays[name].requires_grad_(True)

    def run(self, batch, training):
        """Returns the values that the layers give, by name."""
        values = {name: self.arrays["batch.%d.%s" % (batch, name)] for name in self.task["inputs"]}
        for layer in self.task["layers"]:
            loss = layer["op"] in ("infonce", "squared_error")
            if training or not loss:
                # Lengths and losses in float32.
                autocast = self.bfloat16 and not loss and layer["op"] != "unit"
                with torch.autocast("cpu", dtype=torch.bfloat16, enabled=autocast):
                    values[layer["output"]] = getattr(self, layer["op"])(layer, values, training)
        return values

    def weight(self, layer):
        return self.arrays[layer["name"] + ".weight"]

    def bias(self, layer):
        return self.arrays[layer["name"] + ".bias"]

    def convolution(self, layer, values, training):
        function = F.conv3d if len(layer["stride"]) == 3 else F.conv2d
        return function(
            values[layer["input"]], self.weight(layer), None, layer["stride"], layer["padding"]
        )

    def batch_norm(self, layer, values, training):
        norm = self.task["batch_norm"]
        output = F.batch_norm(
            values[layer["input"]],
            self.arrays[layer["name"] + ".running_mean"],
            self.arrays[layer["name"] + ".running_var"],
            self.weight(layer),
            self.bias(layer),
            training,
            norm["momentum"],
            norm["epsilon"],
        )
        return F.relu_(output) if layer["relu"] else output

    def add_relu(self, layer, values, training):
        return F.relu_(values[layer["input"]] + values[layer["other"]])

    def max_pool(self, layer, values, training):
        return F.max_pool2d(values[layer["input"]], layer["kernel"], layer["stride"])

    def rows(self, layer, values, training):
        pictures = values[layer["input"]]
        clips, channels = pictures.shape[:2]
        steps = layer["steps"]
        if layer["bands"] == 0:
            pooled = F.adaptive_avg_pool3d(pictures, (steps, 1, 1)).reshape(clips, channels, steps)
            return pooled.transpose(1, 2).reshape(clips * steps, channels)
        cells = layer["columns"] // steps
        pooled = F.adaptive_avg_pool2d(pictures, (layer["bands"], layer["columns"]))
        pooled = pooled.reshape(clips, channels, layer["bands"], steps, cells)
        return pooled.permute(0, 3, 1, 2, 4).reshape(clips * steps, -1)

    def linear(self, layer, values, training):
        return F.linear(values[layer["input"]], self.weight(layer), self.bias(layer))

    def unit(self, layer, values, training):
        steps = layer["steps"]
        rows = values[layer["input"]].float()
        scaled = F.normalize(rows, dim=1, eps=1e-8) / math.sqrt(steps)
        return scaled.reshape(rows.shape[0] // steps, -1)

    def infonce(self, layer, values, training):
        video, audio = values[layer["video"]], values[layer["audio"]]
        logits = (video @ audio.t()) * torch.exp(-self.arrays[layer["temperature"]])
        own = torch.arange(video.shape[0])
        return 0.5 * (F.cross_entropy(logits, own) + F.cross_entropy(logits.t(), own))

    def squared_error(self, layer, values, training):
        return F.mse_loss(values[layer["input"]], values[layer["target"]])


def channels_last(arrays):
    """Lays all pictures and kernels with their channels last."""
    formats = {4: torch.channels_last, 5: torch.channels_last_3d}
    return {
        name: array.contiguous(memory_format=formats[array.dim()]) if array.dim() in formats else array
        for name, array in arrays.items()
    }


def main(folder, layout, kind, threads):
    torch.set_num_threads(int(threads))
    with open(os.path.join(folder, "task.json"), encoding="utf-8") as stream:
        task = json.load(stream)
    arrays = read_arrays(os.path.join(folder, "values.safetensors"))
    if layout == "channels-last":
        arrays = channels_last(arrays)
    network = Network(task, arrays, kind == "bf16")
    rule = task["rule"]
    optimizer = torch.optim.SGD(
        [
            {"params": [arrays[name] for name in task["weights"]], "weight_decay": rule["weight_decay"]},
            {"params": [arrays[name] for name in task["biases"]]},
        ],
        lr=rule["learning_rate"],
        momentum=rule["momentum"],
    )
    taken = 0

    def train():
        optimizer.zero_grad(set_to_none=True)
        loss = network.run(taken % task["batches"], True)["loss"]
        loss.backward()
        optimizer.step()
        return loss.item()

    def embed():
        with torch.no_grad():
            network.run(taken % task["batches"], False)

    for line in sys.stdin:
        order, _, argument = line.strip().partition(" ")
        if order == "ABOUT":
            answer = {
                "engine": "Python's PyTorch " + torch.__version__,
                "kernels": "%s, %s, %s, %d threads"
                % (
                    "oneDNN" if torch.backends.mkldnn.is_available() else "no oneDNN",
                    layout,
                    kind,
                    torch.get_num_threads(),
                ),
            }
        elif order in ("TRAIN", "EMBED"):
            answer = {"millis": [], "losses": []}
            for _ in range(int(argument)):
                begin = time.perf_counter()
                loss = train() if order == "TRAIN" else embed()
                answer["millis"].append(1000 * (time.perf_counter() - begin))
                if order == "TRAIN":
                    answer["losses"].append(loss)
                taken += 1
        else:
            sys.exit("this worker does not know " + order)
        print(json.dumps(answer), flush=True)


main(*sys.argv[1:])
