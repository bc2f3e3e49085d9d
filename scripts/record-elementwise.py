# Records what PyTorch's activations and its local response normalisation make of odd shapes, with their gradients, into
# test/fixtures/parity.
# Needs what record-pytorch.py needs; takes a second. Run it from anywhere:
#   python3 scripts/record-elementwise.py
# The format is described in test/fixtures/parity/README.md.

import argparse
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import PIL
import torch
from torch import Tensor, nn

ROOT = Path(__file__).resolve().parent.parent
specification = importlib.util.spec_from_file_location("record_pytorch", ROOT / "scripts" / "record-pytorch.py")
parity = importlib.util.module_from_spec(specification)
specification.loader.exec_module(parity)

NAMES = {"negativeSlope": "negative_slope"}

ACTIVATIONS = (
    ("ReLU", {}),
    ("Sigmoid", {}),
    ("Tanh", {}),
    ("LeakyReLU", {}),
    ("LeakyReLU", {"negativeSlope": 0.3}),
    ("LeakyReLU", {"negativeSlope": 0.00001}),
    ("GELU", {}),
    ("GELU", {"approximate": "tanh"}),
    ("Identity", {}),
)

# input shape, size, options. The second window is as in AlexNet's and the 2014 GoogLeNet; in most others the neighbours count
# more.
RESPONSE_NORMS = (
    ((2, 7, 3, 2), 5, {}),
    ((1, 16, 2, 3), 5, {"alpha": 0.0001, "beta": 0.75, "k": 2.0}),
    ((2, 7, 3, 2), 5, {"alpha": 0.9}),
    ((2, 7, 3, 2), 4, {"alpha": 0.9}),
    ((1, 6, 2, 3), 2, {"alpha": 0.5, "beta": 0.6, "k": 0.5}),
    ((2, 5, 1, 1), 3, {"alpha": 0.5, "beta": 1.0}),
    ((1, 5, 2, 2), 1, {"alpha": 0.5}),
    ((1, 3, 2, 2), 9, {"alpha": 0.5}),
    ((1, 3, 2, 2), 8, {"alpha": 0.5}),
    ((1, 33, 2, 1), 7, {"alpha": 0.5}),
    ((2, 6, 5), 4, {"alpha": 0.5}),
    ((2, 6, 5), 5, {"alpha": 0.5, "beta": 0.5}),
)


def recorded_tensor(tensor: Tensor) -> dict:
    values = [parity.rounded(value) for value in tensor.detach().reshape(-1).tolist()]
    return {"shape": list(tensor.shape), "values": [int(value) if value == int(value) else value for value in values]}


def case(layer: str, arguments: list, options: dict, x: Tensor, number: int) -> dict:
    """The layer's output and gradient in float64, for an output gradient of small whole numbers."""
    module = getattr(nn, layer)(*arguments, **{NAMES.get(name, name): value for name, value in options.items()})
    x = x.clone().requires_grad_()
    y = module(x)
    dy = parity.integers(tuple(y.shape), -2, 3, "dy", layer, number)
    y.backward(dy)
    return {
        "layer": layer,
        "arguments": arguments,
        "options": options,
        "printed": repr(module),
        "x": recorded_tensor(x),
        "output": recorded_tensor(y),
        "outputGradient": recorded_tensor(dy),
        "gradient": recorded_tensor(x.grad),
    }


def cases() -> Iterator[dict]:
    for number, (layer, options) in enumerate(ACTIVATIONS):
        # From -5 to 5, zero among them.
        x = torch.arange(-40, 41, dtype=torch.float64).reshape(3, 27) / 8
        yield case(layer, [], options, x, number)
    for number, (shape, size, options) in enumerate(RESPONSE_NORMS):
        x = parity.integers(shape, -24, 24, "x", "LocalResponseNorm", number) / 8
        yield case("LocalResponseNorm", [size], options, x, number)


def main() -> None:
    parser = argparse.ArgumentParser(description="Records PyTorch's activations and LRN for the parity tests.")
    parser.add_argument("--output", type=Path, default=ROOT / "test" / "fixtures" / "parity")
    options = parser.parse_args()
    torch.set_num_threads(1)
    parity.check_generator()
    versions = {"torch": parity.torch_version(), "numpy": np.__version__, "pillow": PIL.__version__}
    options.output.mkdir(parents=True, exist_ok=True)
    parity.write_json(options.output / "elementwise.json", {"recordedWith": versions}, {"cases": list(cases())})


if __name__ == "__main__":
    main()
