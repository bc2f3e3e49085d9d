# Records what PyTorch's layers with windows make of odd sizes, with their gradients, into test/fixtures/parity: convolutions
# with dilation and groups, pools in ceil mode, means with and without padding, adaptive pools.
# Needs what record-pytorch.py needs; takes a second. Run it from anywhere:
#   python3 scripts/record-windows.py
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
integers, rounded = parity.integers, parity.rounded

NAMES = {"ceilMode": "ceil_mode", "countIncludePad": "count_include_pad"}

# input shape, out channels, kernel, options
CONVOLUTIONS = (
    ((2, 6, 9, 7), 4, 3, {"stride": 2, "padding": 1, "groups": 2}),
    ((1, 4, 11, 8), 4, [3, 5], {"padding": [2, 2], "dilation": [2, 1], "groups": 4}),
    ((2, 3, 10, 9), 2, 3, {"padding": 3, "dilation": 3}),
    ((1, 6, 7, 9), 12, 3, {"stride": 2, "groups": 6}),
    ((2, 5, 8, 7), 5, 5, {"padding": 4, "dilation": 2, "groups": 5, "bias": False}),
    ((1, 17, 5, 4), 17, 3, {"padding": 1, "groups": 17}),
    ((2, 8, 3, 5), 6, 1, {"stride": [1, 2], "groups": 2}),
    ((1, 3, 12, 11), 3, [2, 3], {"stride": [3, 2], "padding": [0, 1], "dilation": [4, 2], "groups": 3}),
)

# input shape, kernel, options, lowest and highest input: few different values make many ties
MAXIMA = (
    ((2, 2, 6, 8), 3, {"stride": 2, "ceilMode": True}, -2, 2),
    ((1, 3, 7, 10), 2, {"ceilMode": True}, 0, 1),
    ((1, 2, 10, 9), 3, {"stride": 3, "padding": 1, "ceilMode": True}, -3, -1),
    # A third window of five rows would begin in the padding below, so it is left out.
    ((1, 2, 5, 7), 2, {"stride": 2, "padding": 1, "ceilMode": True}, -2, 2),
    ((1, 2, 9, 6), [3, 2], {"stride": [2, 3], "padding": [1, 0], "ceilMode": True}, -2, 2),
    ((1, 2, 2, 2), 3, {"stride": 2, "ceilMode": True}, -2, 2),
    ((1, 2, 14, 14), 3, {"stride": 1, "padding": 1, "ceilMode": True}, 0, 2),
    ((1, 2, 3, 4), 2, {}, 0, 1),
)

MEANS = (
    ((1, 2, 6, 7), 4, {"stride": 3, "padding": 1, "ceilMode": True}),
    ((1, 2, 6, 7), 4, {"stride": 3, "padding": 1, "ceilMode": True, "countIncludePad": False}),
    ((1, 3, 8, 5), 5, {"stride": 3, "padding": 2, "ceilMode": True}),
    ((1, 3, 8, 5), 5, {"stride": 3, "padding": 2, "countIncludePad": False}),
    ((2, 2, 7, 6), [3, 2], {"stride": 2, "padding": [1, 0], "ceilMode": True}),
    ((2, 2, 6, 9), 3, {"stride": 2, "ceilMode": True}),
    ((1, 2, 14, 14), 5, {"stride": 3, "ceilMode": True}),
    ((2, 2, 4, 4), 4, {"stride": 8, "padding": 2}),
)

ADAPTIVE = (
    ((2, 3, 7, 9), 4),
    ((1, 2, 6, 6), 4),
    ((1, 3, 3, 3), 7),
    ((1, 2, 14, 14), 4),
    ((1, 3, 5, 8), [2, 3]),
    ((1, 2, 12, 12), [3, 1]),
)


def recorded_tensor(tensor: Tensor) -> dict:
    values = [rounded(value) for value in tensor.detach().reshape(-1).tolist()]
    return {"shape": list(tensor.shape), "values": [int(value) if value == int(value) else value for value in values]}


def case(layer: str, arguments: list, options: dict, exact: bool, x: Tensor, number: int) -> dict:
    """The layer's output and gradients in float64, for weights and an output gradient that are small whole numbers."""
    keywords = {NAMES.get(name, name): as_size(value) for name, value in options.items()}
    module = getattr(nn, layer)(*(as_size(argument) for argument in arguments), **keywords).double()
    x = x.clone().requires_grad_()
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            parameter.copy_(integers(tuple(parameter.shape), -4, 3, layer, name, number))
    y = module(x)
    dy = integers(tuple(y.shape), -2, 3, "dy", layer, number)
    y.backward(dy)
    inputs = {"x": x, **dict(module.named_parameters())}
    return {
        "layer": layer,
        "arguments": arguments,
        "options": options,
        "printed": repr(module),
        "exact": exact,
        "inputs": {name: recorded_tensor(value) for name, value in inputs.items()},
        "output": recorded_tensor(y),
        "outputGradient": recorded_tensor(dy),
        "gradients": {name: recorded_tensor(value.grad) for name, value in inputs.items()},
    }


def as_size(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def cases() -> Iterator[dict]:
    for number, (shape, filters, kernel, options) in enumerate(CONVOLUTIONS):
        x = integers(shape, -3, 4, "x", "Conv2d", number)
        yield case("Conv2d", [shape[1], filters, kernel], options, True, x, number)
    for number, (shape, kernel, options, low, high) in enumerate(MAXIMA):
        yield case("MaxPool2d", [kernel], options, True, integers(shape, low, high, "x", "MaxPool2d", number), number)
    for number, (shape, kernel, options) in enumerate(MEANS):
        yield case("AvgPool2d", [kernel], options, False, integers(shape, -4, 4, "x", "AvgPool2d", number), number)
    for number, (shape, size) in enumerate(ADAPTIVE):
        x = integers(shape, -4, 4, "x", "AdaptiveAvgPool2d", number)
        yield case("AdaptiveAvgPool2d", [size], {}, False, x, number)


def main() -> None:
    parser = argparse.ArgumentParser(description="Records PyTorch's layers with windows for the parity tests.")
    parser.add_argument("--output", type=Path, default=ROOT / "test" / "fixtures" / "parity")
    options = parser.parse_args()
    torch.set_num_threads(1)
    parity.check_generator()
    versions = {"torch": parity.torch_version(), "numpy": np.__version__, "pillow": PIL.__version__}
    options.output.mkdir(parents=True, exist_ok=True)
    parity.write_json(options.output / "windows.json", {"recordedWith": versions}, {"cases": list(cases())})


if __name__ == "__main__":
    main()
