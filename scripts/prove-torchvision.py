# PyTorch's half of scripts/prove-torchvision.mjs: writes networks of torchvision with random weights and statistics, pictures,
# and what torchvision takes them for. Needs torch, torchvision, numpy and Pillow.
#   python3 scripts/prove-torchvision.py FOLDER

import json
import sys
from pathlib import Path

import numpy
import torch
import torchvision
from PIL import Image
from torch import nn
from torchvision import models, transforms

# Wide, high, small, and as large as a photo.
SIZES = [(300, 451), (519, 260), (100, 80), (1200, 1600)]
PREPARE = transforms.Compose([
    transforms.Resize(256),
    transforms.CenterCrop(224),
    transforms.ToTensor(),
    transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
])
NETWORKS = {
    "googlenet": lambda: models.googlenet(weights=None, init_weights=False, aux_logits=True, transform_input=True),
    "googlenet-without-heads": lambda: models.googlenet(
        weights=None, init_weights=False, aux_logits=False, transform_input=True
    ),
    "googlenet-of-seven": lambda: models.googlenet(
        weights=None, init_weights=False, aux_logits=True, transform_input=True, num_classes=7
    ),
    "resnet18": lambda: models.resnet18(weights=None),
}


def make(name: str) -> nn.Module:
    """Statistics as after a training: fresh ones would hide what is done with them. Logits depend on the picture."""
    network = NETWORKS[name]()
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight)
        if isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.running_mean, std=0.1)
            nn.init.uniform_(module.running_var, 0.5, 1.5)
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, std=0.1)
            module.num_batches_tracked.fill_(1234)
    return network.eval()


def draw_picture(rows: int, columns: int) -> Image.Image:
    y, x, c = numpy.meshgrid(numpy.arange(rows), numpy.arange(columns), numpy.arange(3), indexing="ij")
    smooth = 128 + 90 * numpy.sin(x * (c + 2) / 37) * numpy.cos(y * (3 - c) / 53)
    return Image.fromarray((smooth + numpy.random.default_rng(rows).normal(0, 12, smooth.shape)).clip(0, 255).astype("uint8"))


def main(folder: Path) -> None:
    torch.manual_seed(0)
    pictures = {f"{rows}x{columns}.png": draw_picture(rows, columns) for rows, columns in SIZES}
    for name, picture in pictures.items():
        picture.save(folder / name)
    images = torch.stack([PREPARE(picture) for picture in pictures.values()])
    networks = []
    for name in NETWORKS:
        network = make(name)
        with torch.no_grad():
            logits = network(images)
        files = {}
        for form, is_zip in (("legacy", False), ("zip", True)):
            files[form] = f"{name}-{form}.pth"
            torch.save(network.state_dict(), folder / files[form], _use_new_zipfile_serialization=is_zip)
        networks.append({"name": name, "files": files, "logits": logits.tolist()})
    versions = f"torch {torch.__version__}, torchvision {torchvision.__version__}"
    (folder / "expected.json").write_text(
        json.dumps({"versions": versions, "pictures": list(pictures), "networks": networks})
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
