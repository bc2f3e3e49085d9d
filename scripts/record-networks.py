# Records what PyTorch computes for each network of src/models, into test/fixtures/parity/networks: logits, loss and every
# gradient where nothing is decided by rounding; ten training steps, and the running statistics after three.
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
UNTIED_DISTANCE = 25.0


@dataclass(frozen=True)
class Recording:
    """One file. Options are those of the TypeScript model beside classes and channels, of which there are ten and one."""

    network: str
    image_size: int
    learning_rate: float
    options: dict = field(default_factory=dict)


# Rates with which the first step changes the loss by about a tenth (of NiN, which ends with a ReLU of each logit, a hundredth).
# On the batches behind the first, rounding does decide; each decision that goes the other way moves some gradients by 5e-3,
# and with larger steps that difference grows many times in each.
RECORDINGS = (
    Recording("lenet", 28, 0.05),
    Recording("alexnet", 96, 0.000005),
    Recording("vgg11", 64, 0.00001, {"width": 0.25}),
    Recording("nin", 96, 0.0004),
    Recording("googlenet-2014", 96, 0.00002),
    Recording("googlenet-bn", 80, 0.000002),
    Recording("resnet18", 64, 0.00002),
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


def dropout_mask(shape: torch.Size, probability: float, layer: int) -> Tensor:
    """Place j of image n is kept where (7919 n + 104729 j + 17 layer) mod 1000 is below 1000 (1 - p)."""
    images = np.arange(shape[0])[:, None]
    places = np.arange(int(np.prod(shape[1:])))[None]
    kept = (images * 7919 + places * 104729 + 17 * layer) % 1000 < round(1000 * (1 - probability))
    return torch.from_numpy(kept / (1 - probability)).reshape(shape)


class Network:
    """A network with the recording's weights, whose dropout layers take masks that are functions of their order."""

    def __init__(self, recording: Recording, weights: dict[str, Tensor], dtype: torch.dtype) -> None:
        self.dtype = dtype
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
            return x * dropout_mask(x.shape, module.p, layer).to(x.dtype) if module.training else x

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


# ---- weights that leave no near ties (see record-pytorch.py): where a ReLU or a max-pool would be decided by rounding, the
# filter that its channel comes from is drawn again


@dataclass(frozen=True)
class Decision:
    """Inputs of a ReLU or a max-pool, and for each channel the tensor and the row of weights that made it."""

    kind: str
    x: Tensor
    window: tuple
    origin: list[tuple[str, int]]


@contextmanager
def watched_decisions(module: nn.Module) -> Iterator[list[Decision]]:
    """All of a forward pass, modules or functions, in order."""
    seen: list[Decision] = []
    latest: list[tuple[str, int]] = []
    original = {name: getattr(F, name) for name in ("relu", "max_pool2d", "local_response_norm")}
    cat = torch.cat

    def note(name: str) -> object:
        def hook(_layer: nn.Module, _inputs: object, output: Tensor) -> None:
            latest[:] = [(f"{name}.weight", row) for row in range(output.shape[1])]

        return hook

    def with_origin(y: Tensor, origin: list[tuple[str, int]]) -> Tensor:
        y.origin = origin
        return y

    def watched_relu(x: Tensor, inplace: bool = False) -> Tensor:
        seen.append(Decision("relu", x.detach().clone(), (), list(latest)))
        return with_origin(original["relu"](x, inplace), list(latest))

    def watched_pool(x: Tensor, kernel: int, stride: int, padding: int = 0, *rest: object, **named: object) -> Tensor:
        seen.append(Decision("pool", x.detach().clone(), (kernel, stride, padding), x.origin))
        return with_origin(original["max_pool2d"](x, kernel, stride, padding, *rest, **named), x.origin)

    def watched_norm(x: Tensor, *rest: object, **named: object) -> Tensor:
        return with_origin(original["local_response_norm"](x, *rest, **named), x.origin)

    def watched_cat(tensors: list[Tensor], dim: int = 0) -> Tensor:
        return with_origin(cat(tensors, dim), [place for tensor in tensors for place in tensor.origin])

    hooks = [
        layer.register_forward_hook(note(name))
        for name, layer in module.named_modules()
        if isinstance(layer, (nn.Conv2d, nn.Linear))
    ]
    F.relu, F.max_pool2d, F.local_response_norm, torch.cat = watched_relu, watched_pool, watched_norm, watched_cat
    try:
        yield seen
    finally:
        F.relu, F.max_pool2d, F.local_response_norm = original.values()
        torch.cat = cat
        for hook in hooks:
            hook.remove()


def distances_from_ties(decision: Decision) -> Tensor:
    """Of each channel, how near anything is to being decided the other way, as record-pytorch.py has it."""
    x = decision.x
    if decision.kind == "relu":
        return x.abs().transpose(0, 1).flatten(1).amin(1)
    kernel, stride, padding = decision.window
    # Enough behind the image for windows that ceil mode lets hang over; the others see nothing but padding.
    windows = F.pad(x, (padding, padding + stride) * 2, value=-1e9).unfold(2, kernel, stride).unfold(3, kernel, stride)
    largest = windows.amax((-2, -1), keepdim=True)
    apart = torch.where((largest > windows) & (largest > 0), largest - windows, torch.inf)
    return apart.transpose(0, 1).flatten(1).amin(1)


def find_ties(networks: tuple[Network, Network], images: Tensor, labels: Tensor) -> tuple[float, list[tuple[str, int]]]:
    """The smallest distance, in root mean square errors of PyTorch's float32 in that place; and of the first tensor that
    leaves some below the limit, the rows."""
    passes = []
    for network in networks:
        network.reset()
        with torch.no_grad(), watched_decisions(network.module) as seen:
            network.train(images, labels)
        passes.append(seen)
    nearest = float("inf")
    tied: list[tuple[str, int]] = []
    for truth, value in zip(*passes):
        error = max((value.x.double() - truth.x).square().mean().sqrt().item(), 1e-30)
        distances = distances_from_ties(truth) / error
        nearest = min(nearest, distances.min().item())
        tied += [truth.origin[channel] for channel in (distances < UNTIED_DISTANCE).nonzero().flatten().tolist()]
    order = [name for name, _ in networks[0].module.named_parameters()]
    first = min((name for name, _ in tied), key=order.index, default="")
    return nearest, sorted({(name, row) for name, row in tied if name == first})


def draw_untied(networks: tuple[Network, Network], images: Tensor, labels: Tensor) -> list[tuple[str, int, int]]:
    """Draws rows of weights again until nothing is decided by rounding: tensor, row, and how often it was drawn again."""
    attempts: dict[tuple[str, int], int] = {}
    for _ in range(1000):
        nearest, tied = find_ties(networks, images, labels)
        if not tied:
            print(f"  {nearest:.1f} errors from the nearest tie, {len(attempts)} rows drawn again", flush=True)
            return [(name, row, attempt) for (name, row), attempt in attempts.items()]
        for name, row in tied:
            attempts[name, row] = attempts.get((name, row), 0) + 1
            for network in networks:
                draw_row(network.weights[name], name, row, attempts[name, row])
    raise RuntimeError("no weights without ties were found")


def draw_row(weight: Tensor, name: str, row: int, attempt: int) -> None:
    size = weight[row].numel()
    stream = shared.RandomStream(0, "parity", name, attempt)
    values = (stream.uniform(np.arange(row * size, (row + 1) * size)) * 2 - 1) * np.sqrt(6.0 / size)
    weight[row] = torch.from_numpy(values.astype(np.float32)).reshape(weight[row].shape)


def batch_of(index: int, size: int) -> tuple[Tensor, Tensor]:
    """Four pictures of noise and their labels."""
    drawn = [shared.noise(index * BATCH_SIZE + place) for place in range(BATCH_SIZE)]
    canvases = np.stack([canvas for canvas, _ in drawn])
    return shared.batch_of(shared.resize(canvases, size), np.array([label for _, label in drawn]))


# ---- what is recorded


def record_gradients(networks: tuple[Network, Network], images: Tensor, labels: Tensor) -> tuple[dict, list[dict]]:
    losses, gradients = [], []
    for network in networks:
        network.reset()
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
    """Step s takes batch s."""
    losses: list[list[float]] = []
    states: list[dict[str, Tensor]] = []
    for network in networks:
        network.reset()
        optimizer = torch.optim.SGD(network.module.parameters(), lr=recording.learning_rate)
        history = []
        for step in range(STEPS):
            optimizer.zero_grad()
            loss = network.train(*batch_of(step, recording.image_size))
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
    images, labels = batch_of(0, recording.image_size)
    redrawn = draw_untied(networks, images, labels)
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
        "redrawn": redrawn,
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
