#!/usr/bin/env python3
"""Records what PIL's bilinear resize gives, for src/data/resize.test.ts and src/data/resize-golden.test.ts.

usage: python3 scripts/record-resize.py [folder with the four Fashion-MNIST files]

Writes test/fixtures/resize/cases.json (a few images at a few sizes; bytes are zlib-compressed, in base64) and
test/fixtures/resize/golden.json (SHA-256 of all 70,000 images at 96x96, train then test). Needs python3-pil.
"""
import base64
import gzip
import hashlib
import json
import pathlib
import random
import sys
import zlib

import PIL
from PIL import Image

folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/datasets/fashion-mnist")
fixtures = pathlib.Path(__file__).resolve().parent.parent / "test" / "fixtures" / "resize"


def read_images(split):
    data = gzip.decompress((folder / f"{split}-images-idx3-ubyte.gz").read_bytes())
    return [data[begin : begin + 784] for begin in range(16, len(data), 784)]


def resize(pixels, in_rows, in_columns, out_rows, out_columns):
    image = Image.frombytes("L", (in_columns, in_rows), pixels)
    return image.resize((out_columns, out_rows), Image.BILINEAR).tobytes()


def pack(data):
    return base64.b64encode(zlib.compress(data, 9)).decode()


train, test = read_images("train"), read_images("t10k")
noise = random.Random(0)
inputs = [(test[index], 28, 28, side, side) for index in (0, 1, 2) for side in (96, 20)]
inputs += [(test[3], 28, 28, *size) for size in ((224, 224), (28, 28), (32, 17), (13, 96), (1, 1))]
for size in ((28, 28, 96, 96), (28, 28, 9, 11), (7, 31, 19, 5), (31, 7, 2, 40), (1, 1, 3, 4), (2, 3, 96, 1), (50, 40, 28, 28)):
    inputs.append((noise.randbytes(size[0] * size[1]), *size))
inputs.append((b"\xff" * 60 * 60, 60, 60, 7, 11))

fields = ("inRows", "inColumns", "outRows", "outColumns")
cases = [
    {**dict(zip(fields, sizes)), "source": pack(pixels), "resized": pack(resize(pixels, *sizes))}
    for pixels, *sizes in inputs
]
golden = hashlib.sha256()
for pixels in train + test:
    golden.update(resize(pixels, 28, 28, 96, 96))

fixtures.mkdir(parents=True, exist_ok=True)
lines = ",\n    ".join(json.dumps(case) for case in cases)
(fixtures / "cases.json").write_text(f'{{\n  "pillow": "{PIL.__version__}",\n  "cases": [\n    {lines}\n  ]\n}}\n')
(fixtures / "golden.json").write_text(
    json.dumps({"pillow": PIL.__version__, "size": [96, 96], "images": len(train + test), "sha256": golden.hexdigest()}, indent=2) + "\n"
)
print(golden.hexdigest())
