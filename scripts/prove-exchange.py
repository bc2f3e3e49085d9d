# PyTorch's half of scripts/prove-exchange.mjs, which starts it: predicts with given weights, goes on training them for
# some steps, saves them, and predicts again. Needs torch, numpy and Pillow.
#   python3 scripts/prove-exchange.py WEIGHTS.safetensors FOLDER --dataset … --limit 10000

import argparse
import gzip
import json
import struct
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench" / "pytorch"))
from googlenet import GoogLeNet, check  # noqa: E402

BATCH = 100


def read_safetensors(path: Path) -> dict[str, torch.Tensor]:
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        if name == "__metadata__":
            continue
        assert entry["dtype"] == "F32", name
        begin, end = entry["data_offsets"]
        values = np.frombuffer(data[8 + length + begin : 8 + length + end], "<f4").copy()
        tensors[name] = torch.from_numpy(values).reshape(entry["shape"])
    return tensors


def read_idx(path: Path) -> np.ndarray:
    data = gzip.decompress(path.read_bytes())
    axes = data[3]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * axes).reshape(struct.unpack(f">{axes}I", data[4 : 4 + 4 * axes]))


def prepare(images: np.ndarray) -> torch.Tensor:
    resized = np.stack([np.asarray(Image.fromarray(one).resize((96, 96), Image.BILINEAR)) for one in images])
    return torch.from_numpy(resized).to(torch.float32).div(255)[:, None]


def predict(model: GoogLeNet, images: np.ndarray) -> np.ndarray:
    with torch.no_grad():
        return torch.cat([model(prepare(images[i : i + BATCH])) for i in range(0, len(images), BATCH)]).numpy()


def train(model: GoogLeNet, images: np.ndarray, labels: np.ndarray, steps: int) -> None:
    optimizer = torch.optim.SGD(model.parameters(), lr=0.005)
    for step in range(steps):
        some = slice(step * BATCH, (step + 1) * BATCH)
        optimizer.zero_grad()
        F.cross_entropy(model(prepare(images[some])), torch.from_numpy(labels[some].astype(np.int64))).backward()
        optimizer.step()


def main() -> None:
    parser = argparse.ArgumentParser(description="PyTorch's half of scripts/prove-exchange.mjs.")
    parser.add_argument("weights", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dataset", type=Path, required=True)
    parser.add_argument("--limit", type=int, required=True)
    parser.add_argument("--steps", type=int, required=True)
    options = parser.parse_args()
    images = read_idx(options.dataset / "t10k-images-idx3-ubyte.gz")[: options.limit]
    model = GoogLeNet()
    model.load_state_dict(read_safetensors(options.weights), strict=True)
    check(model)
    predict(model, images).tofile(options.folder / "pytorch-given.f32")

    train_images = read_idx(options.dataset / "train-images-idx3-ubyte.gz")
    train_labels = read_idx(options.dataset / "train-labels-idx1-ubyte.gz")
    train(model, train_images, train_labels, options.steps)
    torch.save(model.state_dict(), options.folder / "pytorch.pt")
    predict(model, images).tofile(options.folder / "pytorch-trained.f32")
    print(f"PyTorch {torch.__version__}")


if __name__ == "__main__":
    main()
