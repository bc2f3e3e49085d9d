# Records what PyTorch computes for GoogLeNet and for single operations, into test/fixtures/parity.
# Needs torch, numpy and Pillow; the tests that read the recordings need none of them. Run it from anywhere:
#   python3 scripts/record-pytorch.py
# Weights come from the project's own counter-based generator, so TypeScript builds the same bits without Python.
# Formats are described in test/fixtures/parity/README.md.

import argparse
import gzip
import hashlib
import json
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import PIL
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "bench" / "pytorch"))
from googlenet import GoogLeNet, IncepBlock, check  # noqa: E402

BATCH_COUNT = 10
BATCH_SIZE = 16
IMAGE_SIZE = 96
ACTIVATION_SAMPLES = 32
GRADIENT_SAMPLES = 64
UNTIED_COUNT = 4
# Smaller than the others, and so with half as many decisions: of 96x96 pictures, one in 100,000 would be untied.
UNTIED_SIZE = 64
# How far from a tie every decision on these is at least, in root mean square errors of float32 in that layer.
UNTIED_DISTANCE = 25.0
BIAS_BOUND = 0.05

# Rates at which the losses move without exploding. The weight decay is far above the usual 5e-4, which would leave no
# trace in ten steps; even so it shows in `updateNorm` rather than in the losses.
RUNS = (
    {"name": "sgd", "learningRate": 0.005, "momentum": 0.0, "nesterov": False, "weightDecay": 0.0},
    {"name": "nesterov", "learningRate": 0.002, "momentum": 0.9, "nesterov": True, "weightDecay": 0.05},
    {"name": "momentum", "learningRate": 0.002, "momentum": 0.9, "nesterov": False, "weightDecay": 0.05},
)


# ---- the project's generator (src/random), vectorised

ROTATIONS = (13, 15, 26, 6, 17, 29, 16, 24)
SKEIN_PARITY = 0x1BD11BDA
MASK = 0xFFFFFFFF


def threefry(key: tuple[int, int], high: np.ndarray, low: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Threefry-2x32, 20 rounds, of many counters under one key. uint32 arithmetic wraps in numpy as in |0."""
    schedule = [np.uint32(word) for word in (key[0], key[1], SKEIN_PARITY ^ key[0] ^ key[1])]
    x = high + schedule[0]
    y = low + schedule[1]
    for turn in range(20):
        rotation = ROTATIONS[turn % 8]
        x = x + y
        y = ((y << np.uint32(rotation)) | (y >> np.uint32(32 - rotation))) ^ x
        if turn % 4 == 3:
            injection = (turn + 1) // 4
            x = x + schedule[injection % 3]
            y = y + schedule[(injection + 1) % 3] + np.uint32(injection)
    return x, y


def fowler_noll_vo_hash(text: str) -> int:
    """32-bit FNV-1a of the UTF-16 code units."""
    value = 0x811C9DC5
    for (unit,) in struct.iter_unpack("<H", text.encode("utf-16-le")):
        value = ((value ^ unit) * 0x01000193) & MASK
    return value


class RandomStream:
    """`new RandomStream(seed, ...path)` of src/random/random-stream.ts; indices are arrays."""

    def __init__(self, seed: int, *path: str | int) -> None:
        key = ((seed >> 32) & MASK, seed & MASK)
        for part in path:
            counter = (1, part & MASK) if isinstance(part, int) else (2, fowler_noll_vo_hash(part))
            high, low = threefry(key, *(np.array([word], np.uint32) for word in counter))
            key = (int(high[0]), int(low[0]))
        self._key = key

    def uint32(self, indices: np.ndarray) -> np.ndarray:
        indices = np.asarray(indices, np.uint64)
        high = (indices >> np.uint64(32)).astype(np.uint32)
        low = (indices & np.uint64(MASK)).astype(np.uint32)
        return threefry(self._key, high, low)[1]

    def uniform(self, indices: np.ndarray) -> np.ndarray:
        """Multiples of 2^-24 in [0, 1), float64."""
        return (self.uint32(indices) >> np.uint32(8)).astype(np.float64) * 2.0**-24


def check_generator() -> None:
    """Known answers: Random123's kat_vectors, then numbers printed by src/random/random-stream.ts itself."""
    for key, counter, expected in (
        ((0, 0), (0, 0), (0x6B200159, 0x99BA4EFE)),
        ((MASK, MASK), (MASK, MASK), (0x1CB996FC, 0xBB002BE7)),
        ((0x13198A2E, 0x03707344), (0x243F6A88, 0x85A308D3), (0xC4923A9C, 0x483DF7A0)),
    ):
        high, low = threefry(key, *(np.array([word], np.uint32) for word in counter))
        assert (int(high[0]), int(low[0])) == expected, (hex(int(high[0])), hex(int(low[0])))
    indices = [0, 1, 2, 3, 4, 4294967295, 4294967299]
    for stream, expected in (
        (
            RandomStream(0, "parity", "model.0.weight"),
            [4118408719, 2792649435, 3205487397, 1454920028, 1991126376, 1028334649, 1369162764],
        ),
        (
            RandomStream(-5, "é漢", 7, "x"),
            [277164552, 438153923, 142898283, 2229345459, 850878533, 3411039561, 666627851],
        ),
    ):
        assert stream.uint32(indices).tolist() == expected, stream.uint32(indices).tolist()
    assert RandomStream(0, "parity", "model.0.weight").uniform([0])[0] == 0.958891749382019


# ---- weights and pictures


def parity_weights() -> dict[str, np.ndarray]:
    """fround((2 * uniform - 1) * bound), bound = sqrt(6 / fanIn) for weights and 0.05 for biases."""
    weights = {}
    for name, tensor in GoogLeNet().state_dict().items():
        fan_in = tensor[0].numel() if tensor.dim() > 1 else None
        bound = BIAS_BOUND if fan_in is None else np.sqrt(6.0 / fan_in)
        uniform = RandomStream(0, "parity", name).uniform(np.arange(tensor.numel()))
        weights[name] = ((uniform * 2 - 1) * bound).astype(np.float32).reshape(tuple(tensor.shape))
    return weights


def parity_model(weights: dict[str, np.ndarray], dtype: torch.dtype) -> GoogLeNet:
    model = GoogLeNet()
    check(model)
    model.load_state_dict({name: torch.from_numpy(value.copy()) for name, value in weights.items()})
    return model.to(dtype)


def picture(number: int) -> tuple[np.ndarray, int]:
    """A 28x28 picture and its label: flat rectangles on black, so that pooling windows hold exact ties, and some
    noise in one part. The brightest rectangle's place tells the label, so that there is something to learn."""
    draws = iter(RandomStream(0, "picture", number).uint32(np.arange(256)).tolist())
    canvas = np.zeros((28, 28), np.uint8)

    def between(low: int, high: int) -> int:
        return low + next(draws) % (high - low + 1)

    label = between(0, 9)
    for _ in range(2):
        top, left, grey = between(0, 20), between(0, 20), between(20, 110)
        canvas[top : top + between(3, 10), left : left + between(3, 10)] = grey
    top, left, grey = label // 5 * 14 + between(0, 3), label % 5 * 5 + between(0, 1), between(150, 255)
    canvas[top : top + between(8, 11), left : left + between(4, 6)] = grey
    top, left = between(0, 20), between(0, 20)
    for _ in range(20):
        canvas[top + between(0, 7), left + between(0, 7)] = between(0, 255)
    return canvas, label


def noise(number: int) -> tuple[np.ndarray, int]:
    """A 28x28 picture of noise and its label."""
    draws = RandomStream(0, "noise", number).uint32(np.arange(28 * 28 + 1))
    return (draws[1:] >> np.uint32(24)).astype(np.uint8).reshape(28, 28), int(draws[0] % 10)


def resize(pictures: np.ndarray, size: int = IMAGE_SIZE) -> np.ndarray:
    """uint8 [N, 28, 28] -> uint8 [N, size, size], by Pillow's bilinear filter."""
    return np.stack([np.asarray(Image.fromarray(one).resize((size, size), Image.BILINEAR)) for one in pictures])


def idx(values: np.ndarray) -> bytes:
    """The IDX format of MNIST, gzipped without a time stamp so that the bytes repeat."""
    header = struct.pack(f">I{values.ndim}I", 0x800 + values.ndim, *values.shape)
    return gzip.compress(header + values.astype(np.uint8).tobytes(), mtime=0)


Batch = tuple[Tensor, Tensor]
Batches = list[Batch]


def batch_of(resized: np.ndarray, labels: np.ndarray) -> Batch:
    """Float32 [N, 1, H, W] in 0 ... 1 and int64 [N]."""
    return torch.from_numpy(resized).to(torch.float32).div(255)[:, None], torch.from_numpy(labels.astype(np.int64))


def batches_of(resized: np.ndarray, labels: np.ndarray) -> Batches:
    return [batch_of(*one) for one in zip(np.split(resized, BATCH_COUNT), np.split(labels, BATCH_COUNT))]


# ---- pictures without near ties: a maximum of two almost equal numbers, or a ReLU of almost zero, is decided by rounding,
# and each decision has a gradient of its own. Both are right, and they are up to 2e-3 apart.


def watch_decisions(model: GoogLeNet) -> dict[str, tuple[torch.nn.Module, Tensor]]:
    """Inputs of all ReLUs and max-pools by module name, filled by the next forward."""
    seen: dict[str, tuple[torch.nn.Module, Tensor]] = {}

    def watch_one(name: str, module: torch.nn.Module) -> None:
        def hook(_module: object, inputs: tuple[Tensor, ...]) -> None:
            seen[name] = (module, inputs[0].detach().clone())

        module.register_forward_pre_hook(hook)

    for name, module in model.named_modules():
        if isinstance(module, (torch.nn.ReLU, torch.nn.MaxPool2d)):
            watch_one(name, module)
    return seen


def distances_from_ties(module: torch.nn.Module, x: Tensor) -> Tensor:
    """Of a ReLU, how far its inputs are from zero. Of a max-pool, how far the other numbers of a window are from the
    largest. Equal numbers are one number that an earlier pool copied, and zeros let no gradient through their ReLU."""
    if isinstance(module, torch.nn.ReLU):
        return x.abs().flatten()
    size, stride, padding = module.kernel_size, module.stride, module.padding
    windows = F.pad(x, (padding,) * 4, value=-1e9).unfold(2, size, stride).unfold(3, size, stride)
    largest = windows.amax((-2, -1), keepdim=True)
    return (largest - windows)[(largest > windows) & (largest > 0)]


def distance_from_ties(weights: dict[str, np.ndarray], images: Tensor) -> float:
    """The smallest of all, in root mean square errors of PyTorch's float32 in that layer."""
    seen = {}
    for dtype in (torch.float32, torch.float64):
        model = parity_model(weights, dtype)
        seen[dtype] = watch_decisions(model)
        with torch.no_grad():
            model(images.to(dtype))
    smallest = float("inf")
    for name, (module, truth) in seen[torch.float64].items():
        error = (seen[torch.float32][name][1].double() - truth).square().mean().sqrt()
        smallest = min(smallest, (distances_from_ties(module, truth).min() / error).item())
    return smallest


def untied_pictures(weights: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The first pictures of noise on which nothing is decided by rounding."""
    found = []
    number = 0
    while len(found) < UNTIED_COUNT:
        canvas, label = noise(number)
        images, _ = batch_of(resize(canvas[None], UNTIED_SIZE), np.array([label]))
        distance = distance_from_ties(weights, images)
        if distance >= UNTIED_DISTANCE:
            print(f"picture of noise {number}: {distance:.1f} errors from the nearest tie", flush=True)
            found.append((canvas, label))
        number += 1
    return np.stack([canvas for canvas, _ in found]), np.array([label for _, label in found], np.uint8)


# ---- what is kept of a tensor


def rounded(value: float) -> float:
    """Ten significant digits: far below what float32 can show."""
    return float(f"{value:.10g}")


def sample_indices(size: int, limit: int) -> np.ndarray:
    """One index in each of `limit` equal parts. The prime moves the place inside the part: with a fixed place, all
    samples of most layers would lie on the first pixel of a map or the first tap of a kernel."""
    count = min(size, limit)
    part = np.arange(count)
    return part * size // count + part * 7919 % (size // count)


def digest(tensor: Tensor, samples: int) -> dict:
    flat = tensor.detach().reshape(-1).to(torch.float64).numpy()
    return {
        "sum": rounded(flat.sum()),
        "norm": rounded(np.linalg.norm(flat)),
        "samples": [rounded(value) for value in flat[sample_indices(flat.size, samples)]],
    }


def relative_l2(value: Tensor, truth: Tensor) -> float:
    difference = value.detach().to(torch.float64) - truth.detach()
    return float(f"{difference.norm().item() / truth.detach().norm().item():.3g}")


def signs(name: str, size: int) -> np.ndarray:
    """+1 where bit 0 of the draw is 0, -1 where it is 1."""
    return 1.0 - 2.0 * (RandomStream(1, "sign", name).uint32(np.arange(size)) & np.uint32(1))


# ---- the model


def watch(model: GoogLeNet) -> dict[str, tuple[str, Tensor]]:
    """Outputs by module name, filled by the next forward: 22 layers and the four paths of each block."""
    seen: dict[str, tuple[str, Tensor]] = {}

    def record(name: str, kind: str) -> Callable[..., None]:
        def hook(_module: object, _inputs: object, output: Tensor) -> None:
            seen[name] = (kind, output.detach())

        return hook

    for index, layer in enumerate(model.model):
        if isinstance(layer, IncepBlock):
            for path, child in layer.named_children():
                child.register_forward_hook(record(f"model.{index}.{path}", "path"))
        layer.register_forward_hook(record(f"model.{index}", type(layer).__name__))
    return seen


def forward_and_gradients(model: GoogLeNet, images: Tensor, labels: Tensor):
    seen = watch(model)
    loss = F.cross_entropy(model(images), labels)
    loss.backward()
    return loss.item(), seen, {name: parameter.grad for name, parameter in model.named_parameters()}


def record_forward(weights: dict[str, np.ndarray], images: Tensor, labels: Tensor) -> tuple[dict, list[dict]]:
    loss, seen, _ = forward_and_gradients(parity_model(weights, torch.float32), images, labels)
    loss64, seen64, _ = forward_and_gradients(parity_model(weights, torch.float64), images.double(), labels)
    layers = []
    for name, (kind, truth) in seen64.items():
        value = seen[name][1]
        layers.append(
            {
                "name": name,
                "kind": kind,
                "shape": list(truth.shape),
                "float64": digest(truth, ACTIVATION_SAMPLES),
                "float32": digest(value, ACTIVATION_SAMPLES),
                "float32Deviation": relative_l2(value, truth),
            }
        )
    return {"float64": loss64, "float32": loss}, layers


def record_gradients(weights: dict[str, np.ndarray], images: Tensor, labels: Tensor) -> tuple[dict, list[dict]]:
    loss, _, gradients = forward_and_gradients(parity_model(weights, torch.float32), images, labels)
    loss64, _, gradients64 = forward_and_gradients(parity_model(weights, torch.float64), images.double(), labels)
    parameters = []
    for name, truth in gradients64.items():
        value = gradients[name].to(torch.float64)
        sign = torch.from_numpy(signs(name, truth.numel())).reshape(truth.shape)
        parameters.append(
            {
                "name": name,
                "shape": list(truth.shape),
                "dot": rounded((truth * sign).sum().item()),
                **digest(truth, GRADIENT_SAMPLES),
                "float32": {
                    "dot": rounded((value * sign).sum().item()),
                    "norm": rounded(value.norm().item()),
                    "deviation": relative_l2(value, truth),
                    "largestDifference": float(f"{(value - truth).abs().max().item():.3g}"),
                },
            }
        )
    return {"float64": loss64, "float32": loss}, parameters


def train(weights: dict[str, np.ndarray], batches: Batches, run: dict, dtype: torch.dtype) -> dict:
    model = parity_model(weights, dtype)
    optimizer = torch.optim.SGD(
        model.parameters(),
        lr=run["learningRate"],
        momentum=run["momentum"],
        nesterov=run["nesterov"],
        weight_decay=run["weightDecay"],
    )
    losses, correct = [], []
    for images, labels in batches:
        optimizer.zero_grad()
        logits = model(images.to(dtype))
        loss = F.cross_entropy(logits, labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        correct.append(int((logits.argmax(1) == labels).sum()))
    moved = [
        (parameter.detach().double() - torch.from_numpy(weights[name]).double()).norm()
        for name, parameter in model.named_parameters()
    ]
    return {"losses": losses, "correct": correct, "updateNorm": rounded(torch.stack(moved).norm().item())}


# ---- single operations, on small integers


def integers(shape: tuple[int, ...], low: int, high: int, *path: str | int) -> Tensor:
    draws = RandomStream(0, "ops", *path).uint32(np.arange(int(np.prod(shape))))
    return torch.from_numpy(low + (draws % np.uint32(high - low + 1)).astype(np.float64)).reshape(shape)


def plain(tensor: Tensor) -> dict:
    values = tensor.detach().reshape(-1).tolist()
    return {"shape": list(tensor.shape), "values": [int(v) if v == int(v) else v for v in values]}


def case(op: str, attributes: dict, exact: bool, inputs: dict[str, Tensor], compute, output_gradient=None) -> dict:
    """Runs `compute(*inputs)` and its gradient in float64; an exact case must come out the same in float32."""

    def results(dtype: torch.dtype) -> tuple[Tensor, list[Tensor]]:
        leaves = [value.detach().to(dtype, copy=True).requires_grad_() for value in inputs.values()]
        y = compute(*leaves)
        y.backward(None if output_gradient is None else output_gradient(y.shape).to(dtype))
        return y, [leaf.grad for leaf in leaves]

    y, gradients = results(torch.float64)
    if exact:
        y32, gradients32 = results(torch.float32)
        for value, truth in zip([y32, *gradients32], [y, *gradients]):
            assert torch.equal(value.double(), truth), (op, attributes)
    entry = {"op": op, "attributes": attributes, "exact": exact}
    entry["inputs"] = {name: plain(value) for name, value in inputs.items()}
    entry["output"] = plain(y)
    if output_gradient is not None:
        entry["outputGradient"] = plain(output_gradient(y.shape))
    entry["gradients"] = {name: plain(value) for name, value in zip(inputs, gradients)}
    return entry


def op_cases() -> Iterator[dict]:
    def upstream(*path: str | int) -> Callable[[tuple[int, ...]], Tensor]:
        return lambda shape: integers(tuple(shape), -2, 3, "dy", *path)

    # (N, C, H, W), K, kernel, stride, padding
    convolutions = (
        ((2, 1, 13, 11), 3, 7, 2, 3),
        ((1, 2, 9, 12), 2, 7, 2, 3),
        ((2, 2, 5, 7), 3, 5, 1, 2),
        ((3, 3, 5, 4), 4, 3, 1, 1),
        ((1, 2, 8, 7), 3, 3, 2, 1),
        ((2, 2, 6, 5), 2, 3, 1, 0),
        ((3, 5, 3, 3), 7, 1, 1, 0),
        ((1, 17, 2, 3), 9, 1, 1, 0),
        ((2, 3, 5, 6), 2, 1, 2, 0),
        ((1, 1, 1, 1), 2, 3, 1, 1),
    )
    for number, (shape, filters, kernel, stride, padding) in enumerate(convolutions):
        yield case(
            "conv2d",
            {"kernel": kernel, "stride": stride, "padding": padding},
            True,
            {
                "x": integers(shape, -3, 4, "x", number),
                "w": integers((filters, shape[1], kernel, kernel), -4, 3, "w", number),
                "b": integers((filters,), -9, 9, "b", number),
            },
            lambda x, w, b, stride=stride, padding=padding: F.conv2d(x, w, b, stride=stride, padding=padding),
            upstream("conv2d", number),
        )

    # (N, C, H, W), kernel, stride, padding, lowest and highest input: few different values make many ties, and
    # inputs that are all negative show that padding is minus infinity
    pools = (
        ((2, 2, 9, 7), 3, 2, 1, 0, 2),
        ((1, 3, 8, 6), 3, 2, 1, -2, -1),
        ((1, 2, 7, 7), 3, 2, 1, 1, 1),
        ((2, 3, 5, 6), 3, 1, 1, 0, 2),
        ((3, 1, 4, 3), 3, 1, 1, -3, -2),
        ((1, 2, 3, 3), 3, 1, 1, 0, 0),
        ((1, 1, 1, 2), 3, 1, 1, -1, 1),
        ((2, 2, 7, 6), 2, 2, 0, 0, 2),
        ((1, 2, 6, 9), 3, 2, 0, -1, 1),
    )
    for number, (shape, kernel, stride, padding, low, high) in enumerate(pools):
        yield case(
            "max_pool2d",
            {"kernel": kernel, "stride": stride, "padding": padding},
            True,
            {"x": integers(shape, low, high, "pool", number)},
            lambda x, kernel=kernel, stride=stride, padding=padding: F.max_pool2d(x, kernel, stride, padding),
            upstream("max_pool2d", number),
        )

    # Windows of 3x3 divide by nine, so inputs and gradients are multiples of nine; still, an engine that multiplies
    # by a rounded 1/9 may be off by one bit there: only the power of two is called exact.
    for number, (shape, kernel, stride, exact) in enumerate(
        (((2, 3, 6, 8), 2, 2, True), ((3, 4, 3, 3), 3, 3, False), ((1, 2, 5, 7), 2, 1, True), ((2, 1, 8, 8), 8, 8, True))
    ):
        scale = 1 if exact else kernel * kernel
        yield case(
            "avg_pool2d",
            {"kernel": kernel, "stride": stride, "padding": 0},
            exact,
            {"x": scale * integers(shape, -4, 4, "average", number)},
            lambda x, kernel=kernel, stride=stride: F.avg_pool2d(x, kernel, stride),
            lambda shape, scale=scale, number=number: scale * integers(tuple(shape), -2, 3, "dy", "average", number),
        )

    for number, (rows, inputs, outputs) in enumerate(((3, 5, 4), (1, 17, 10), (2, 1, 3))):
        yield case(
            "linear",
            {},
            True,
            {
                "x": integers((rows, inputs), -3, 4, "x", "linear", number),
                "w": integers((outputs, inputs), -4, 3, "w", "linear", number),
                "b": integers((outputs,), -9, 9, "b", "linear", number),
            },
            F.linear,
            upstream("linear", number),
        )

    yield case("relu", {}, True, {"x": integers((3, 7), -2, 2, "relu")}, F.relu, upstream("relu"))
    yield case("sigmoid", {}, False, {"x": integers((4, 8), -40, 40, "sigmoid") / 4}, torch.sigmoid, upstream("sigmoid"))

    for number, (rows, classes, scale) in enumerate(((5, 10, 4.0), (1, 3, 1.0), (3, 10, 0.25))):
        labels = integers((rows,), 0, classes - 1, "labels", number).long()
        yield case(
            "cross_entropy",
            {"labels": labels.tolist(), "reduction": "mean"},
            False,
            {"x": integers((rows, classes), -24, 24, "logits", number) / scale},
            lambda x, labels=labels: F.cross_entropy(x, labels),
        )


# ---- files


def write_json(path: Path, head: dict, lists: dict[str, list]) -> None:
    """JSON with one line for each entry, so that a difference between two recordings can be read."""
    lines = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    for key, entries in lists.items():
        body = ",\n".join(f"    {json.dumps(entry, separators=(',', ':'))}" for entry in entries)
        lines.append(f"  {json.dumps(key)}: [\n{body}\n  ]")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{path.name}: {path.stat().st_size:,} bytes", flush=True)


def torch_version() -> str:
    """Debian 12's torch 1.13.1 calls itself 1.13.0a0."""
    return "1.13.1" if torch.__version__ == "1.13.0a0" else torch.__version__


def write_pictures(folder: Path, prefix: str, pictures: np.ndarray, labels: np.ndarray) -> None:
    (folder / f"{prefix}pictures-idx3-ubyte.gz").write_bytes(idx(pictures))
    (folder / f"{prefix}labels-idx1-ubyte.gz").write_bytes(idx(labels))


def write_gradients(folder: Path, recorded: dict, weights: dict[str, np.ndarray]) -> None:
    pictures, labels = untied_pictures(weights)
    write_pictures(folder, "untied-", pictures, labels)
    loss, parameters = record_gradients(weights, *batch_of(resize(pictures, UNTIED_SIZE), labels))
    head = {**recorded, "imageSize": UNTIED_SIZE, "loss": loss}
    write_json(folder / "gradients.json", head, {"parameters": parameters})


def main() -> None:
    parser = argparse.ArgumentParser(description="Records PyTorch's numbers for the parity tests.")
    parser.add_argument("--output", type=Path, default=ROOT / "test" / "fixtures" / "parity")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.output.mkdir(parents=True, exist_ok=True)
    check_generator()
    recorded = {"recordedWith": {"torch": torch_version(), "numpy": np.__version__, "pillow": PIL.__version__}}

    write_json(options.output / "ops.json", recorded, {"cases": list(op_cases())})

    drawn = [picture(number) for number in range(BATCH_COUNT * BATCH_SIZE)]
    pictures = np.stack([canvas for canvas, _ in drawn])
    labels = np.array([label for _, label in drawn], np.uint8)
    write_pictures(options.output, "", pictures, labels)
    resized = resize(pictures)
    batches = batches_of(resized, labels)

    weights = parity_weights()
    write_json(
        options.output / "inputs.json",
        {**recorded, "batchCount": BATCH_COUNT, "batchSize": BATCH_SIZE},
        {
            "resizedBatches": [
                {"sha256": hashlib.sha256(one.tobytes()).hexdigest()} for one in np.split(resized, BATCH_COUNT)
            ],
            "parameters": [
                {
                    "name": name,
                    "shape": list(value.shape),
                    "first": value.reshape(-1)[:3].astype(np.float64).tolist(),
                    "sha256": hashlib.sha256(value.astype("<f4").tobytes()).hexdigest(),
                }
                for name, value in weights.items()
            ],
        },
    )

    loss, layers = record_forward(weights, *batches[0])
    write_json(options.output / "forward.json", {**recorded, "loss": loss}, {"layers": layers})

    write_gradients(options.output, recorded, weights)

    runs = []
    for run in RUNS:
        entry = dict(run)
        for label, dtype in (("float32", torch.float32), ("float64", torch.float64)):
            entry[label] = train(weights, batches, run, dtype)
            print(run["name"], label, json.dumps(entry[label]), flush=True)
        runs.append(entry)
    write_json(options.output / "training.json", recorded, {"runs": runs})


if __name__ == "__main__":
    main()
