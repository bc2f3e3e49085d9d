# Records what PyTorch computes for each network of src/models, into test/fixtures/parity/networks: logits, loss and every
# gradient on pictures that decide nothing by rounding; ten training steps, and the running statistics after three.
# Needs torch, torchvision, numpy and Pillow; the tests that read the recordings need none of them. Run it from anywhere:
#   python3 scripts/record-networks.py [--only NAME]
# Weights, pictures and dropout masks are functions that TypeScript computes too, so none of them is stored.
# Formats are described in test/fixtures/parity/README.md.

import argparse
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import PIL
import torch
import torch.nn.functional as F
from torch import Tensor, nn

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts" / "pytorch"))
sys.path.insert(0, str(ROOT / "scripts"))
from networks import NETWORKS, check  # noqa: E402

shared = importlib.import_module("record-pytorch")

BATCH_SIZE = 4
STEPS = 10
STATISTICS_AFTER = 3
SAMPLES = 16
HEAD_WEIGHT = 0.3
# How far from a tie every decision is at least, in root mean square errors of float32 in that place.
UNTIED_DISTANCE = 10.0


@dataclass(frozen=True)
class Recording:
    """One file. Options are those of the TypeScript model beside classes and channels, of which there are ten and one."""

    network: str
    image_size: int
    learning_rate: float
    options: dict = field(default_factory=dict)


RECORDINGS = (
    Recording("lenet", 28, 0.1),
    Recording("alexnet", 96, 0.005),
    Recording("vgg11", 64, 0.01, {"width": 0.25}),
    Recording("nin", 96, 0.01),
    Recording("googlenet-2014", 96, 0.005),
    Recording("googlenet-bn", 80, 0.005),
    Recording("resnet18", 64, 0.002),
)
# Networks whose linear layers depend on the size of the images.
SIZED = {"lenet", "alexnet", "vgg11", "googlenet-2014"}


# ---- weights and masks


def draw_state(name: str, tensor: Tensor) -> Tensor:
    """Of the first value of a tensor: fround(centre + (2 * uniform - 1) * bound), see README."""
    if name.endswith("num_batches_tracked"):
        return torch.zeros_like(tensor)
    centre, bound = 0.0, shared.BIAS_BOUND
    if tensor.dim() > 1:
        bound = np.sqrt(6.0 / tensor[0].numel())
    elif name.endswith((".weight", ".running_var")):
        centre, bound = 1.0, 0.25
    uniform = shared.RandomStream(0, "parity", name).uniform(np.arange(tensor.numel()))
    values = (centre + (uniform * 2 - 1) * bound).astype(np.float32)
    return torch.from_numpy(values).reshape(tensor.shape)


def draw_weights(recording: Recording) -> dict[str, Tensor]:
    return {name: draw_state(name, tensor) for name, tensor in create(recording).state_dict().items()}


def create(recording: Recording) -> nn.Module:
    sized = {"image_size": recording.image_size} if recording.network in SIZED else {}
    return NETWORKS[recording.network](**sized, **recording.options)


def dropout_mask(shape: torch.Size, probability: float, layer: int, first: int) -> Tensor:
    """Of images `first`, `first + 1`, …: kept where (7919 n + 104729 j + 17 layer) mod 1000 is below 1000 (1 - p)."""
    images = np.arange(first, first + shape[0])[:, None]
    places = np.arange(int(np.prod(shape[1:])))[None]
    kept = (images * 7919 + places * 104729 + 17 * layer) % 1000 < round(1000 * (1 - probability))
    return torch.from_numpy(kept / (1 - probability)).reshape(shape)


class Network:
    """A network with the recording's weights, whose dropout takes the masks of images from `first` on."""

    def __init__(self, recording: Recording, weights: dict[str, Tensor], dtype: torch.dtype) -> None:
        self.dtype = dtype
        self.first = 0
        self.weights = weights
        self.module = create(recording)
        self.reset()
        self.module.to(dtype)
        dropouts = [module for _, module in self.module.named_modules() if isinstance(module, nn.Dropout)]
        for layer, module in enumerate(dropouts):
            self._mask(module, layer)

    def reset(self) -> None:
        self.module.load_state_dict(self.weights)

    def _mask(self, module: nn.Dropout, layer: int) -> None:
        def forward(x: Tensor) -> Tensor:
            return x * dropout_mask(x.shape, module.p, layer, self.first).to(x.dtype) if module.training else x

        module.forward = forward

    def logits(self, images: Tensor) -> Tensor:
        with torch.no_grad():
            return self.module.eval()(images.to(self.dtype))

    def train(self, images: Tensor, labels: Tensor) -> Tensor:
        """The loss in training mode: those of the heads count a little."""
        outputs = self.module.train()(images.to(self.dtype))
        if isinstance(outputs, Tensor):
            return F.cross_entropy(outputs, labels)
        logits, *heads = outputs
        return F.cross_entropy(logits, labels) + sum(HEAD_WEIGHT * F.cross_entropy(head, labels) for head in heads)

    @property
    def couples_images(self) -> bool:
        return any(isinstance(module, nn.BatchNorm2d) for module in self.module.modules())


# ---- pictures without near ties (see record-pytorch.py)


@contextmanager
def watched_decisions() -> Iterator[list[tuple[str, Tensor, tuple]]]:
    """Inputs of all ReLUs and max-pools, modules or functions, in order."""
    seen: list[tuple[str, Tensor, tuple]] = []
    relu, max_pool2d = F.relu, F.max_pool2d

    def watched_relu(x: Tensor, inplace: bool = False) -> Tensor:
        seen.append(("relu", x.detach().clone(), ()))
        return relu(x, inplace)

    def watched_pool(x: Tensor, kernel: int, stride: int, padding: int = 0, *rest: object, **named: object) -> Tensor:
        seen.append(("pool", x.detach().clone(), (kernel, stride, padding)))
        return max_pool2d(x, kernel, stride, padding, *rest, **named)

    F.relu, F.max_pool2d = watched_relu, watched_pool
    try:
        yield seen
    finally:
        F.relu, F.max_pool2d = relu, max_pool2d


def smallest_distance(kind: str, x: Tensor, window: tuple) -> float:
    """How near anything is to being decided the other way, as record-pytorch.py has it."""
    if kind == "relu":
        return x.abs().min().item()
    kernel, stride, padding = window
    # Enough behind the image for windows that ceil mode lets hang over; the others see nothing but padding.
    windows = F.pad(x, (padding, padding + stride) * 2, value=-1e9).unfold(2, kernel, stride).unfold(3, kernel, stride)
    largest = windows.amax((-2, -1), keepdim=True)
    distances = (largest - windows)[(largest > windows) & (largest > 0)]
    return distances.min().item() if distances.numel() else float("inf")


def distance_from_ties(networks: tuple[Network, Network], images: Tensor, labels: Tensor, first: int) -> float:
    """The smallest of all, in root mean square errors of PyTorch's float32 in that place."""
    inputs = []
    for network in networks:
        if network.couples_images:
            network.reset()
        network.first = first
        with torch.no_grad(), watched_decisions() as seen:
            network.train(images, labels)
        inputs.append(seen)
    smallest = float("inf")
    for (kind, truth, window), (_, value, _) in zip(*inputs):
        error = (value.double() - truth).square().mean().sqrt().item()
        smallest = min(smallest, smallest_distance(kind, truth, window) / max(error, 1e-30))
    return smallest


def pictures_of(numbers: list[int], size: int) -> tuple[Tensor, Tensor]:
    drawn = [shared.noise(number) for number in numbers]
    canvases = np.stack([canvas for canvas, _ in drawn])
    return shared.batch_of(shared.resize(canvases, size), np.array([label for _, label in drawn]))


def find_untied(recording: Recording, networks: tuple[Network, Network]) -> list[int]:
    """Numbers of the first pictures of noise on which nothing is decided by rounding; of the first batch of neighbours
    where images of a batch depend on each other."""
    together = BATCH_SIZE if networks[0].couples_images else 1
    found: list[int] = []
    number = 0
    while len(found) < BATCH_SIZE:
        numbers = list(range(number, number + together))
        distance = distance_from_ties(networks, *pictures_of(numbers, recording.image_size), len(found))
        if distance >= UNTIED_DISTANCE:
            print(f"  pictures {numbers}: {distance:.1f} errors from the nearest tie", flush=True)
            found += numbers
        number += together
    return found


# ---- what is recorded


def record_gradients(networks: tuple[Network, Network], images: Tensor, labels: Tensor) -> tuple[dict, list[dict]]:
    losses, gradients = [], []
    for network in networks:
        network.reset()
        network.first = 0
        network.module.zero_grad()
        loss = network.train(images, labels)
        loss.backward()
        losses.append(loss.item())
        gradients.append({name: parameter.grad for name, parameter in network.module.named_parameters()})
    truth, value = gradients
    entries = [
        {
            "name": name,
            "shape": list(gradient.shape),
            **shared.digest(gradient, SAMPLES),
            "float32Deviation": shared.relative_l2(value[name], gradient),
        }
        for name, gradient in truth.items()
    ]
    return {"float64": losses[0], "float32": losses[1]}, entries


def record_training(recording: Recording, networks: tuple[Network, Network]) -> tuple[dict, list[dict]]:
    """Step s takes the first pictures of batch s of the parity tests' pictures."""
    losses: list[list[float]] = []
    states: list[dict[str, Tensor]] = []
    for network in networks:
        network.reset()
        network.first = 0
        optimizer = torch.optim.SGD(network.module.parameters(), lr=recording.learning_rate)
        history = []
        for step in range(STEPS):
            drawn = [shared.picture(step * shared.BATCH_SIZE + place) for place in range(BATCH_SIZE)]
            canvases = np.stack([canvas for canvas, _ in drawn])
            labels = np.array([label for _, label in drawn])
            optimizer.zero_grad()
            loss = network.train(*shared.batch_of(shared.resize(canvases, recording.image_size), labels))
            loss.backward()
            optimizer.step()
            history.append(loss.item())
            if step + 1 == STATISTICS_AFTER:
                states.append({name: value.detach().clone() for name, value in network.module.named_buffers()})
        losses.append(history)
    print(f"  losses {losses[0]}\n  float32 {losses[1]}", flush=True)
    truth, value = states
    statistics = [
        {
            "name": name,
            "shape": list(tensor.shape),
            **shared.digest(tensor, SAMPLES),
            "float32Deviation": shared.relative_l2(value[name], tensor.double()),
        }
        for name, tensor in truth.items()
    ]
    run = {"learningRate": recording.learning_rate, "losses": {"float64": losses[0], "float32": losses[1]}}
    return run, statistics


def record(recording: Recording, folder: Path, recorded: dict) -> None:
    print(recording.network, flush=True)
    weights = draw_weights(recording)
    networks = (Network(recording, weights, torch.float64), Network(recording, weights, torch.float32))
    numbers = find_untied(recording, networks)
    images, labels = pictures_of(numbers, recording.image_size)
    for network in networks:
        network.reset()
    logits = networks[0].logits(images)
    deviation = shared.relative_l2(networks[1].logits(images), logits)
    loss, gradients = record_gradients(networks, images, labels)
    training, statistics = record_training(recording, networks)
    head = {
        **recorded,
        "network": recording.network,
        "options": {"numClasses": 10, "inChannels": 1, "imageSize": recording.image_size, **recording.options},
        "pictures": numbers,
        "logits": [shared.rounded(value) for value in logits.reshape(-1).tolist()],
        "logitsFloat32Deviation": deviation,
        "loss": loss,
        "training": {**training, "statisticsAfter": STATISTICS_AFTER},
    }
    shared.write_json(folder / f"{recording.network}.json", head, {"gradients": gradients, "statistics": statistics})


def main() -> None:
    parser = argparse.ArgumentParser(description="Records PyTorch's numbers of each network for the parity tests.")
    parser.add_argument("--output", type=Path, default=ROOT / "test" / "fixtures" / "parity" / "networks")
    parser.add_argument("--only", choices=[recording.network for recording in RECORDINGS])
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.output.mkdir(parents=True, exist_ok=True)
    shared.check_generator()
    check()
    versions = {"torch": shared.torch_version(), "numpy": np.__version__, "pillow": PIL.__version__}
    for recording in RECORDINGS:
        if options.only in (None, recording.network):
            record(recording, options.output, {"recordedWith": versions})


if __name__ == "__main__":
    main()
