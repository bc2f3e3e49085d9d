# Records what torchvision's transforms make of synthetic pictures, and what its networks take these for, into
# test/fixtures/torchvision-input. Needs torch and torchvision. Run it from anywhere:
#   python3 scripts/record-torchvision-input.py

import importlib
import json
import sys
from pathlib import Path
from zlib import crc32

import numpy
import torch
import torchvision
from PIL import Image
from torch import nn
from torchvision import models, transforms
from torchvision.models import GoogLeNet

sys.path.insert(0, str(Path(__file__).resolve().parent))
RandomStream = importlib.import_module("record-pytorch").RandomStream

FOLDER = Path(__file__).resolve().parent.parent / "test" / "fixtures" / "torchvision-input"
MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
# Wide, high and small: where floor, rounding and rounding to even numbers differ.
SIZES = [(300, 451), (519, 260), (100, 80)]
EVERY = 1009
CLASSES = 12
COUNTED = 1234
# Numbers of a tensor repeat after so many.
PERIOD = 9973
NETWORKS = {
    "googlenet-bn": lambda: models.googlenet(
        weights=None, init_weights=False, aux_logits=True, transform_input=True, num_classes=CLASSES
    ),
    "resnet18": lambda: models.resnet18(weights=None, num_classes=CLASSES),
}


def picture(rows: int, columns: int) -> Image.Image:
    """The same formula makes it in the test."""
    y, x, c = numpy.meshgrid(numpy.arange(rows), numpy.arange(columns), numpy.arange(3), indexing="ij")
    return Image.fromarray(((7 * x * x + 13 * y * (c + 1) + x * y * (c + 3)) // 8 % 256).astype(numpy.uint8), "RGB")


def draw(name: str, tensor: torch.Tensor) -> torch.Tensor:
    """Weights and statistics are a function of their names, in the test too."""
    if name.endswith("num_batches_tracked"):
        return torch.full_like(tensor, COUNTED)
    centre, bound = 0.0, 0.05
    if tensor.dim() > 1:
        bound = (6 / tensor[0].numel()) ** 0.5
    elif name.endswith((".weight", ".running_var")):
        centre, bound = 1.0, 0.25
    uniform = RandomStream(0, "torchvision", name).uniform(numpy.arange(tensor.numel()) % PERIOD)
    return torch.from_numpy((centre + (uniform * 2 - 1) * bound).astype(numpy.float32)).reshape(tensor.shape)


def record_networks(images: torch.Tensor) -> None:
    logits = {}
    for name, create in NETWORKS.items():
        network: nn.Module = create()
        network.load_state_dict({key: draw(key, tensor) for key, tensor in network.state_dict().items()})
        with torch.no_grad():
            logits[name] = network.double().eval()(images.double()).tolist()
    text = json.dumps({"torchvision": torchvision.__version__, "counted": COUNTED, "logits": logits})
    (FOLDER / "networks.json").write_text(text + "\n")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    crop = transforms.Compose([transforms.Resize(256), transforms.CenterCrop(224)])
    normalise = transforms.Compose([transforms.ToTensor(), transforms.Normalize(MEAN, STD)])
    network = GoogLeNet(num_classes=2, aux_logits=False, transform_input=True, init_weights=False)
    cases = []
    for rows, columns in SIZES:
        cropped = crop(picture(rows, columns))
        planes = numpy.ascontiguousarray(numpy.asarray(cropped).transpose(2, 0, 1))
        normalised = normalise(cropped)
        transformed = network._transform_input(normalised[None])[0]

        def sample(tensor: torch.Tensor) -> list[float]:
            return [round(value, 7) for value in tensor.reshape(-1)[::EVERY].tolist()]

        cases.append({
            "rows": rows,
            "columns": columns,
            "crc32": crc32(planes.tobytes()),
            "normalised": sample(normalised),
            "transformed": sample(transformed),
        })
    record_networks(torch.stack([normalise(crop(picture(rows, columns))) for rows, columns in SIZES]))
    lines = ",\n    ".join(json.dumps(case) for case in cases)
    versions = f'"torchvision": "{torchvision.__version__}", "pillow": "{Image.__version__}"'
    (FOLDER / "cases.json").write_text(f'{{\n  {versions}, "every": {EVERY},\n  "cases": [\n    {lines}\n  ]\n}}\n')


if __name__ == "__main__":
    main()
