# Records what PyTorch's optimizers, clipping and losses make of a few numbers, into test/fixtures/optimizers.
# Needs torch; the tests that read the recording need none of it. Run it from anywhere:
#   python3 scripts/record-optimizers.py
# Everything is in float64. The format is described in test/fixtures/optimizers/README.md.

import json
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

OUTPUT = Path(__file__).resolve().parent.parent / "test" / "fixtures" / "optimizers"
STEPS = 10


# ---- optimizers, on given gradients


def sixteenths(count: int, step: int, offset: int) -> Tensor:
    """Whole numbers from -31 to 32, over 16, which float32 holds exactly."""
    return torch.tensor([((index * step + offset) % 64 - 31) / 16 for index in range(count)], dtype=torch.float64)


START = {"weight": sixteenths(12, 23, 5).reshape(3, 4), "bias": sixteenths(4, 19, 3)}
# From step to step they change sign and size: means and their squares part.
GRADIENTS = [
    {"weight": sixteenths(12, 29 + 2 * step, 7 * step).reshape(3, 4) / (1 + step), "bias": sixteenths(4, 31, 11 * step) / 8}
    for step in range(STEPS)
]

OPTIMIZERS = (
    ("sgd", torch.optim.SGD, {"lr": 0.1}, {}),
    ("nesterov", torch.optim.SGD, {"lr": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 0.05}, {}),
    ("adam", torch.optim.Adam, {}, {}),
    ("adam decayed", torch.optim.Adam, {"lr": 0.02, "weight_decay": 0.05}, {}),
    ("adam other betas", torch.optim.Adam, {"lr": 0.02, "betas": (0.8, 0.95), "eps": 0.01}, {}),
    ("adamw", torch.optim.AdamW, {}, {}),
    ("adamw decayed", torch.optim.AdamW, {"lr": 0.02, "weight_decay": 0.5}, {}),
    ("adamw undecayed", torch.optim.AdamW, {"lr": 0.02, "weight_decay": 0.0}, {}),
    ("sgd in groups", torch.optim.SGD, {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.05}, {"lr": 0.2, "weight_decay": 0.0}),
    ("adamw in groups", torch.optim.AdamW, {"lr": 0.02, "weight_decay": 0.5}, {"lr": 0.04, "weight_decay": 0.0}),
)


def numbers(tensor: Tensor) -> list[float]:
    return [float(f"{value:.10g}") for value in tensor.detach().reshape(-1).tolist()]


def record_optimizer(name: str, kind, options: dict, of_bias: dict) -> dict:
    parameters = {key: value.clone().requires_grad_() for key, value in START.items()}
    groups = [{"params": [parameters["weight"]]}, {"params": [parameters["bias"]], **of_bias}]
    optimizer = kind(groups, **options)
    after = []
    for gradients in GRADIENTS:
        for key, parameter in parameters.items():
            parameter.grad = gradients[key].clone()
        optimizer.step()
        after.append({key: numbers(parameter) for key, parameter in parameters.items()})
    return {"name": name, "after": [after[step - 1] for step in (1, 2, STEPS)]}


# ---- losses and clipping, on the net of test/support/small-nets.ts and the images of tiny-training.ts


class TinyNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(1, 2, 3, padding=1)
        self.classifier = nn.Linear(8, 3)

    def forward(self, x: Tensor) -> Tensor:
        return self.classifier(torch.flatten(F.max_pool2d(F.relu(self.convolution(x)), 2), 1))


def images(count: int) -> tuple[Tensor, Tensor]:
    pixels = [(pixel * 7919 + (pixel % 13) * 101) % 256 for pixel in range(count * 16)]
    # As the loader makes them: byte / 255 in float32.
    x = (torch.tensor(pixels, dtype=torch.float32) / 255).double().reshape(count, 1, 4, 4)
    return x, torch.tensor([(index * 5) % 3 for index in range(count)])


def tiny_net() -> TinyNet:
    net = TinyNet().double()
    with torch.no_grad():
        for index, parameter in enumerate(net.parameters()):
            parameter.copy_(sixteenths(parameter.numel(), 23, 9 * index).reshape(parameter.shape) / 4)
    return net


WEIGHTS = [1.0, 2.5, 0.25]
TRAININGS = (
    {"name": "plain"},
    {"name": "class weights", "classWeights": WEIGHTS},
    {"name": "label smoothing", "labelSmoothing": 0.1},
    {"name": "both", "classWeights": WEIGHTS, "labelSmoothing": 0.2},
    {"name": "clipped", "clipNorm": 0.25},
    {"name": "clipped, with class weights", "clipNorm": 0.25, "classWeights": WEIGHTS},
    {"name": "clipped once", "clipNorm": 0.5},
)


def record_training(training: dict) -> dict:
    """Steps of 8 images, the last of 7."""
    net = tiny_net()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    x, labels = images(23)
    weights = training.get("classWeights")
    losses, norms = [], []
    for start in range(0, 23, 8):
        optimizer.zero_grad()
        loss = F.cross_entropy(
            net(x[start : start + 8]),
            labels[start : start + 8],
            weight=None if weights is None else torch.tensor(weights, dtype=torch.float64),
            label_smoothing=training.get("labelSmoothing", 0.0),
        )
        loss.backward()
        norms.append(nn.utils.clip_grad_norm_(net.parameters(), training.get("clipNorm", float("inf"))).item())
        optimizer.step()
        losses.append(loss.item())
    return {
        **training,
        "losses": numbers(torch.tensor(losses, dtype=torch.float64)),
        "norms": numbers(torch.tensor(norms, dtype=torch.float64)),
        "after": {name: numbers(parameter) for name, parameter in net.named_parameters()},
    }


def write(path: Path, head: dict, lists: dict[str, list]) -> None:
    """A line for each entry, so that a difference between two recordings can be read."""
    lines = [f"  {json.dumps(key)}: {json.dumps(value, separators=(',', ':'))}" for key, value in head.items()]
    for key, entries in lists.items():
        body = ",\n".join(f"    {json.dumps(entry, separators=(',', ':'))}" for entry in entries)
        lines.append(f"  {json.dumps(key)}: [\n{body}\n  ]")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def main() -> None:
    torch.set_num_threads(1)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    # Debian 12's torch 1.13.1 calls itself 1.13.0a0.
    version = "1.13.1" if torch.__version__ == "1.13.0a0" else torch.__version__
    start = {name: numbers(value) for name, value in START.items()}
    gradients = [{name: numbers(value) for name, value in step.items()} for step in GRADIENTS]
    optimizers = [record_optimizer(*one) for one in OPTIMIZERS]
    write(OUTPUT / "updates.json", {"torch": version, "start": start}, {"gradients": gradients, "optimizers": optimizers})
    tiny = {name: numbers(parameter) for name, parameter in tiny_net().named_parameters()}
    trainings = [record_training(training) for training in TRAININGS]
    write(OUTPUT / "trainings.json", {"torch": version, "start": tiny}, {"trainings": trainings})


if __name__ == "__main__":
    main()
