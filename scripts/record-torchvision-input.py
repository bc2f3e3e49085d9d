# Records what torchvision's transforms make of synthetic pictures, into test/fixtures/torchvision-input: what
# src/images/torchvision-input.ts is tested on. Needs torch and torchvision. Run it from anywhere:
#   python3 scripts/record-torchvision-input.py

import json
from pathlib import Path
from zlib import crc32

import numpy
import torch
import torchvision
from PIL import Image
from torchvision import transforms
from torchvision.models import GoogLeNet

FOLDER = Path(__file__).resolve().parent.parent / "test" / "fixtures" / "torchvision-input"
MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
# Wide, high and small: where floor, rounding and rounding to even numbers differ.
SIZES = [(300, 451), (519, 260), (100, 80)]
EVERY = 1009


def picture(rows: int, columns: int) -> Image.Image:
    """The same formula makes it in the test."""
    y, x, c = numpy.meshgrid(numpy.arange(rows), numpy.arange(columns), numpy.arange(3), indexing="ij")
    return Image.fromarray(((7 * x * x + 13 * y * (c + 1) + x * y * (c + 3)) // 8 % 256).astype(numpy.uint8), "RGB")


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
    lines = ",\n    ".join(json.dumps(case) for case in cases)
    versions = f'"torchvision": "{torchvision.__version__}", "pillow": "{Image.__version__}"'
    (FOLDER / "cases.json").write_text(f'{{\n  {versions}, "every": {EVERY},\n  "cases": [\n    {lines}\n  ]\n}}\n')


if __name__ == "__main__":
    main()
