#!/usr/bin/python3
"""The Python side of PythonExchangeTest: runs the code of docs/exchange.md.

    check_exchange.py write mc3_18 FILE              torchvision's state dict with formula weights
    check_exchange.py compare CHECKPOINT mc3_18 FILE  the checkpoint in torchvision against features
"""

import re
import sys

import torch
import torchvision.models.video as video

import formula
import load_checkpoint
import write_safetensors

NORM = {"weight": 1, "bias": 1, "running_mean": 1, "running_var": 1}
# Beginnings of names, and the rank of the arrays below them, as documented.
DOCUMENTED = {
    r"audio\.conv[1-5]": {"weight": 4},
    r"audio\.bn[1-5]": NORM,
    r"head\.(video|audio)\.fc[12]": {"weight": 2, "bias": 1},
    r"head\.(video|audio)\.bn1": NORM,
}


def check_names(tensors):
    for name, tensor in tensors.items():
        layer, array = name.rsplit(".", 1)
        if not name.startswith(("video.", "sync.")):
            ranks = [arrays.get(array) for layers, arrays in DOCUMENTED.items() if re.fullmatch(layers, layer)]
            assert ranks == [tensor.dim()], f"{name} {list(tensor.shape)} is not documented"
    assert {"video.stem.0.weight", "audio.conv1.weight", "head.video.fc2.bias"} <= tensors.keys()


if sys.argv[1] == "write":
    model = formula.fill(getattr(video, sys.argv[2])())
    write_safetensors.save(model.state_dict(), sys.argv[3])
else:
    check_names(load_checkpoint.load(sys.argv[2]))
    model = load_checkpoint.network(sys.argv[2], sys.argv[3])
    model.fc = torch.nn.Identity()
    expected = formula.load(sys.argv[4])["features"]
    with torch.no_grad():
        actual = model(formula.clips((2, 3, 8, 56, 56)))
    off = ((actual - expected).abs().max() / actual.square().mean().sqrt()).item()
    print(f"{sys.argv[3]} of the checkpoint in torchvision: off by {off:.1e}")
    sys.exit(off > 1e-4)
