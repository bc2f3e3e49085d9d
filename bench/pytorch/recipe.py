# Trains the tutorial's network on Fashion-MNIST by a recipe of ours, in PyTorch: what of a recipe's gain is the recipe's, and what
# the engine's. All images are prepared before the clock starts, which is more than fair to PyTorch.
#   python3 bench/pytorch/recipe.py FOLDER --recipe '{"imageSize": 28, "epochs": 3, …}'    options as `googlenet recipes --json` has them
# Prints one JSON line: seconds of training, images a second, accuracy on the test images after the last step.

import argparse
import gzip
import json
import time
from pathlib import Path

import numpy
import torch
import torch.nn.functional as F
from googlenet import GoogLeNet, check
from torch import Tensor

TEST_BATCH = 500
KNOWN = {
    "model", "imageSize", "fit", "normalize", "augment", "epochs", "batchSize", "lr", "momentum", "nesterov",
    "weightDecay", "labelSmoothing", "schedule", "precision",
}  # fmt: skip


def read_idx(folder: Path, name: str) -> numpy.ndarray:
    path = folder / name
    data = path.read_bytes() if path.exists() else gzip.decompress((folder / f"{name}.gz").read_bytes())
    sizes = [int.from_bytes(data[4 + 4 * axis : 8 + 4 * axis], "big") for axis in range(data[3])]
    return numpy.frombuffer(data, numpy.uint8, offset=4 + 4 * len(sizes)).reshape(sizes).copy()


def prepared(images: numpy.ndarray, size: int, mean: float, deviation: float) -> Tensor:
    """[N, 1, size, size], normalised."""
    levels = torch.from_numpy(images).unsqueeze(1).float() / 255
    if size != levels.shape[-1]:
        levels = F.interpolate(levels, size=(size, size), mode="bilinear", antialias=size < levels.shape[-1])
    return (levels - mean) / deviation


def main() -> None:
    parser = argparse.ArgumentParser(description="Trains by a recipe of googlenet's in PyTorch.")
    parser.add_argument("folder", type=Path, help="of Fashion-MNIST's four IDX files")
    parser.add_argument("--recipe", type=json.loads, required=True, help="its options as JSON")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--limit-steps", type=int, help="stop there, and say how fast it was")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    recipe = options.recipe
    unknown = set(recipe) - KNOWN
    if unknown or recipe.get("augment", "none") != "none" or recipe.get("model", "googlenet") != "googlenet":
        parser.error(f"this script does not know all of the recipe: {sorted(unknown) or recipe}")

    images = read_idx(options.folder, "train-images-idx3-ubyte")
    mean, deviation = 0.0, 1.0
    if recipe.get("normalize") == "dataset":
        mean, deviation = float((images / 255).mean()), float((images / 255).std())
    size = recipe.get("imageSize", 96)
    memory_format = torch.channels_last if options.channels_last else torch.contiguous_format
    train = prepared(images, size, mean, deviation)
    labels = torch.from_numpy(read_idx(options.folder, "train-labels-idx1-ubyte")).long()
    test = prepared(read_idx(options.folder, "t10k-images-idx3-ubyte"), size, mean, deviation)
    test_labels = torch.from_numpy(read_idx(options.folder, "t10k-labels-idx1-ubyte")).long()

    started = time.perf_counter()
    model = GoogLeNet()
    check(model)
    model = model.to(memory_format=memory_format)
    batch_size, epochs, peak = recipe["batchSize"], recipe["epochs"], recipe["lr"]
    optimizer = torch.optim.SGD(
        model.parameters(),
        lr=peak,
        momentum=recipe.get("momentum", 0),
        nesterov=recipe.get("nesterov", False),
        weight_decay=recipe.get("weightDecay", 0),
    )
    steps = -(-len(train) // batch_size)
    cycle = None
    if recipe.get("schedule") == "one-cycle":
        cycle = torch.optim.lr_scheduler.OneCycleLR(
            optimizer, peak, total_steps=epochs * steps, cycle_momentum=False
        )
    done = 0
    for _ in range(epochs):
        order = torch.randperm(len(train))
        for batch in order.split(batch_size):
            if done == options.limit_steps:
                break
            optimizer.zero_grad()
            logits = model(train[batch].to(memory_format=memory_format))
            loss = F.cross_entropy(logits, labels[batch], label_smoothing=recipe.get("labelSmoothing", 0))
            loss.backward()
            optimizer.step()
            if cycle is not None:
                cycle.step()
            done += 1
    seconds = time.perf_counter() - started
    model.eval()
    with torch.no_grad():
        correct = sum(
            int((model(x.to(memory_format=memory_format)).argmax(1) == y).sum())
            for x, y in zip(test.split(TEST_BATCH), test_labels.split(TEST_BATCH), strict=True)
        )
    result = {
        "seconds": round(seconds, 1),
        "steps": done,
        "imagesPerSecond": round(done * batch_size / seconds, 1),
        "accuracy": correct / len(test_labels),
    }
    print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
