# Records what PyTorch predicts with weights that TypeScript can build as well, into test/fixtures/exchange.
# Needs torch, numpy, Pillow and Fashion-MNIST. Run it from anywhere; it takes some minutes:
#   python3 scripts/record-exchange.py
# Random convolutions (the parity weights, a function of their names) need not be stored. A last layer trained on top of
# them makes a network that tells all ten classes apart, so that equal predictions say something, in 41 kB.

import argparse
import gzip
import importlib.util
import json
import struct
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "test" / "fixtures" / "exchange" / "googlenet.safetensors"

specification = importlib.util.spec_from_file_location("record_pytorch", ROOT / "scripts" / "record-pytorch.py")
parity = importlib.util.module_from_spec(specification)
specification.loader.exec_module(parity)

BATCH = 100
KEPT_IMAGES = 64
PENALTY = 1e-4


def read_idx(path: Path) -> np.ndarray:
    data = gzip.decompress(path.read_bytes())
    axes = data[3]
    shape = struct.unpack(f">{axes}I", data[4 : 4 + 4 * axes])
    return np.frombuffer(data, np.uint8, offset=4 + 4 * axes).reshape(shape)


def batches(images: np.ndarray):
    """float32 [100, 1, 96, 96] in 0 ... 1, as the tutorial prepares them."""
    for start in range(0, len(images), BATCH):
        resized = parity.resize(images[start : start + BATCH])
        yield torch.from_numpy(resized).to(torch.float32).div(255)[:, None]


def run(layers: nn.Module, images: np.ndarray) -> torch.Tensor:
    with torch.no_grad():
        return torch.cat([layers(batch) for batch in batches(images)])


def train_head(features: torch.Tensor, labels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Logistic regression in float64. One scale for all features, so that no weight grows beyond what float32 bears."""
    mean = features.mean(0)
    scale = (features - mean).norm() / features.numel() ** 0.5
    inputs = ((features - mean) / scale).double()
    weight = torch.zeros(10, features.shape[1], dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(10, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=150, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = F.cross_entropy(inputs @ weight.T + bias, labels) + PENALTY * weight.square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    final = weight.detach() / scale.double()
    return final.float(), (bias.detach() - final @ mean.double()).float()


def write_safetensors(path: Path, tensors: dict[str, np.ndarray], metadata: dict[str, str]) -> None:
    codes = {"float32": "F32", "uint8": "U8"}
    ordered = sorted(tensors.items(), key=lambda item: (-item[1].itemsize, item[0]))
    header: dict = {"__metadata__": metadata}
    offset = 0
    for name, value in ordered:
        end = offset + value.nbytes
        header[name] = {"dtype": codes[str(value.dtype)], "shape": list(value.shape), "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(value.tobytes() for _, value in ordered))


def main() -> None:
    parser = argparse.ArgumentParser(description="Records PyTorch's predictions on the test images.")
    parser.add_argument("--dataset", type=Path, default=Path("/usr/share/datasets/fashion-mnist"))
    parser.add_argument("--train-images", type=int, default=6000)
    options = parser.parse_args()
    parity.check_generator()
    model = parity.parity_model(parity.parity_weights(), torch.float32).eval()
    features_of = model.model[:-1]

    train = read_idx(options.dataset / "train-images-idx3-ubyte.gz")[: options.train_images]
    labels = read_idx(options.dataset / "train-labels-idx1-ubyte.gz")[: options.train_images]
    weight, bias = train_head(run(features_of, train), torch.from_numpy(labels.astype(np.int64)))
    state = model.state_dict() | {"model.21.weight": weight, "model.21.bias": bias}
    model.load_state_dict(state)

    images = read_idx(options.dataset / "t10k-images-idx3-ubyte.gz")
    truth = torch.from_numpy(read_idx(options.dataset / "t10k-labels-idx1-ubyte.gz").astype(np.int64))
    logits = run(model, images)
    largest = logits.topk(2, dim=1)
    accuracy = (largest.indices[:, 0] == truth).double().mean().item()
    write_safetensors(
        TARGET,
        {
            "model.21.weight": weight.numpy(),
            "model.21.bias": bias.numpy(),
            "images": images[:KEPT_IMAGES],
            "logits": logits[:KEPT_IMAGES].numpy(),
            "predictions": largest.indices[:, 0].to(torch.uint8).numpy(),
            "margins": (largest.values[:, 0] - largest.values[:, 1]).numpy(),
        },
        {"torch": torch.__version__, "accuracy": f"{accuracy:.4f}"},
    )
    print(f"accuracy {accuracy:.4f}, logits {logits.std().item():.3f}, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
