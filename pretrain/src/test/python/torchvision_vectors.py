#!/usr/bin/python3
"""Writes what torchvision's video networks give, for TorchvisionParityTest to compare with.

    pretrain/src/test/python/torchvision_vectors.py pretrain/src/test/resources/avts/pretrain/exchange

Needs Debian's python3-torchvision (0.14.1). Weights and clips follow formula.py; of every stage's
output, samples and the root mean square are stored.
"""

import pathlib
import sys

import torch
import torchvision.models.video as video

import formula

NETWORKS = {"mc3-18": video.mc3_18, "r3d-18": video.r3d_18, "r2plus1d-18": video.r2plus1d_18}
SHAPES = [(2, 3, 8, 56, 56), (1, 3, 16, 112, 112)]
STAGES = ["stem", "layer1", "layer2", "layer3", "layer4"]
SAMPLES = 128


def samples(tensor):
    flat = tensor.flatten()
    return flat[[k * 2654435761 % flat.numel() for k in range(SAMPLES)]]


def vectors(model, clips):
    outputs = {}
    for name in STAGES:
        model.get_submodule(name).register_forward_hook(
            lambda module, inputs, output, name=name: outputs.update({name: output.clone()})
        )
    with torch.no_grad():
        logits = model(clips)
    found = {}
    for name, output in outputs.items():
        found[name] = samples(output)
        found[name + ".rms"] = output.double().square().mean().sqrt().float()
    found["pooled"] = outputs["layer4"].mean((2, 3, 4))
    found["logits"] = logits
    return found


for arch, build in NETWORKS.items():
    model = formula.fill(build())
    for shape in SHAPES:
        file = pathlib.Path(sys.argv[1], f"{arch}-{shape[2]}x{shape[3]}.safetensors")
        found = vectors(model, formula.clips(shape))
        formula.save(found, file)
        print(file, {name: round(float(v), 4) for name, v in found.items() if v.dim() == 0})
