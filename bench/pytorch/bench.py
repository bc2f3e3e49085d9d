# Times the tutorial's training step, or inference, or another network's, in PyTorch: one JSON line with images per second, time and memory.
# With --interactive it steps only when told to, so that a driver can interleave two programs, A B A B, on one machine:
#   stdout  ready            after two warm-up steps
#   stdin   one line         any text: run one step
#   stdout  1873.412         milliseconds of that step
#   (stdin closed)           the result as without --interactive (a JSON line with --json), then exit

import argparse
import inspect
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch
import torch.nn.functional as F
from googlenet import GoogLeNet, check
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts" / "pytorch"))
from networks import NETWORKS  # noqa: E402

WARM_UP_STEPS = 2
LEARNING_RATE = 0.005
BATCH_COUNT = 4  # different batches in turn, made before the clock starts


def synthetic_batches(
    batch_size: int, image_size: int, memory_format: torch.memory_format
) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Images [N, 1, S, S] in 0 ... 1 and labels [N]."""
    generator = torch.Generator().manual_seed(0)
    return [
        (
            torch.rand(batch_size, 1, image_size, image_size, generator=generator).to(memory_format=memory_format),
            torch.randint(0, 10, (batch_size,), generator=generator),
        )
        for _ in range(BATCH_COUNT)
    ]


def create(name: str, image_size: int) -> nn.Module:
    if name != "googlenet":
        make = NETWORKS[name]
        is_sized = "image_size" in inspect.signature(make).parameters
        return make(image_size=image_size) if is_sized else make()
    model = GoogLeNet()
    check(model)
    return model


def make_step(options: argparse.Namespace) -> Callable[[], None]:
    """One step: for training also the loss and the number of correct predictions that the tutorial's loop reads."""
    torch.manual_seed(0)
    memory_format = torch.channels_last if options.channels_last else torch.contiguous_format
    model = create(options.model, options.image_size).to(options.device, memory_format=memory_format)
    batches = synthetic_batches(options.batch_size, options.image_size, memory_format)
    optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
    step_number = 0

    def autocast() -> torch.autocast:
        return torch.autocast(options.device, torch.bfloat16, enabled=options.autocast)

    def next_batch() -> tuple[torch.Tensor, torch.Tensor]:
        nonlocal step_number
        step_number += 1
        images, labels = batches[step_number % BATCH_COUNT]
        # As in a training: batches are made by the processor.
        return images.to(options.device), labels.to(options.device)

    def train() -> None:
        images, labels = next_batch()
        optimizer.zero_grad()
        # A network with heads hands out their logits too while it trains.
        with autocast():
            outputs = model(images)
            logits, *inner = outputs if isinstance(outputs, tuple) else (outputs,)
            loss = F.cross_entropy(logits, labels) + sum(0.3 * F.cross_entropy(head, labels) for head in inner)
        loss.backward()
        optimizer.step()
        loss.item()
        (logits.argmax(1) == labels).sum().item()

    def infer() -> None:
        with torch.no_grad(), autocast():
            model(next_batch()[0]).cpu()

    model.train(options.mode == "train")
    return train if options.mode == "train" else infer


def timed(step: Callable[[], None]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    step()
    return (time.perf_counter() - start) * 1000


def peak_rss_mb() -> float:
    """Highest resident memory so far, in MB of 10^6 bytes. Linux counts in KiB, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6, 1)


def torch_version() -> str:
    """Debian 12's torch 1.13.1 calls itself 1.13.0a0."""
    return "1.13.1" if torch.__version__ == "1.13.0a0" else torch.__version__


def report(options: argparse.Namespace, times: list[float]) -> None:
    median = statistics.median(times)
    on_gpu = f" on {torch.cuda.get_device_name()}" if options.device == "cuda" else ""
    result = {
        "engine": f"pytorch {torch_version()}{on_gpu}",
        "mode": options.mode,
        "batchSize": options.batch_size,
        "imagesPerSecond": round(options.batch_size / median * 1000, 2),
        "medianStepMs": round(median, 3),
        "peakRssMb": peak_rss_mb(),
    }
    if options.json:
        print(json.dumps(result), flush=True)
    else:
        print("  ".join(f"{name} {value}" for name, value in result.items()), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Times a network in PyTorch on images held in memory.")
    parser.add_argument("--model", default="googlenet", help="the tutorial's, or one of scripts/pytorch/networks.py")
    parser.add_argument("--image-size", type=int, default=96)
    parser.add_argument("--mode", choices=("train", "infer"), default="train")
    parser.add_argument("--batch-size", type=int, default=128)
    parser.add_argument("--steps", type=int, default=10, help="timed steps after the warm-up (not with --interactive)")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--channels-last", action="store_true", help="NHWC in memory: PyTorch's fastest on CPUs")
    parser.add_argument("--autocast", action="store_true", help="what gains by it in bfloat16, as PyTorch decides")
    parser.add_argument("--json", action="store_true", help="print the result as one JSON line")
    parser.add_argument("--interactive", action="store_true", help="one step for each line on stdin")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)

    step = make_step(options)
    for _ in range(WARM_UP_STEPS):
        step()
    if not options.interactive:
        report(options, [timed(step) for _ in range(options.steps)])
        return
    print("ready", flush=True)
    times = []
    while sys.stdin.readline():
        times.append(timed(step))
        print(f"{times[-1]:.3f}", flush=True)
    if times:
        report(options, times)


if __name__ == "__main__":
    main()
