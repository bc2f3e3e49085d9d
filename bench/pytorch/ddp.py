# The tutorial's training step in PyTorch's DistributedDataParallel with Gloo, one thread for each process. Rank 0 steps when told to:
# the protocol of bench.py --interactive.
#   python3 ddp.py --ranks 2 --batch-size 128 --image-size 96

import argparse
import json
import multiprocessing
import sys
import time

import torch
import torch.distributed as dist
import torch.nn.functional as F
from bench import BATCH_COUNT, LEARNING_RATE, WARM_UP_STEPS, peak_rss_mb, synthetic_batches, torch_version
from googlenet import GoogLeNet
from torch.nn.parallel import DistributedDataParallel


def run(rank: int, options: argparse.Namespace) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(0)
    address = f"tcp://127.0.0.1:{options.port}"
    dist.init_process_group("gloo", init_method=address, rank=rank, world_size=options.ranks)
    model = DistributedDataParallel(GoogLeNet().to(memory_format=torch.channels_last))
    batches = synthetic_batches(options.batch_size // options.ranks, options.image_size, torch.channels_last)
    optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
    steps = 0

    def step() -> None:
        nonlocal steps
        images, labels = batches[steps % BATCH_COUNT]
        steps += 1
        optimizer.zero_grad()
        logits = model(images)
        loss = F.cross_entropy(logits, labels)
        loss.backward()
        optimizer.step()
        # As in a training, the loss and the right answers of all processes are known.
        sums = torch.stack([loss.detach(), (logits.argmax(1) == labels).sum().float()])
        dist.all_reduce(sums)
        sums.tolist()

    for _ in range(WARM_UP_STEPS):
        step()
    if rank == 0:
        print("ready", flush=True)
    while True:
        order = torch.zeros(1)
        if rank == 0 and sys.stdin.readline() != "":
            order[0] = 1
        dist.broadcast(order, 0)
        if order.item() == 0:
            break
        start = time.perf_counter()
        step()
        if rank == 0:
            print(f"{(time.perf_counter() - start) * 1000:.3f}", flush=True)
    if rank == 0:
        print(json.dumps({"engine": f"pytorch {torch_version()}", "peakRssMb": peak_rss_mb()}), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name, default in (("ranks", 2), ("batch-size", 128), ("image-size", 96), ("port", 29_517)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    others = [multiprocessing.Process(target=run, args=(rank, given)) for rank in range(1, given.ranks)]
    for other in others:
        other.start()
    run(0, given)
    for other in others:
        other.join()
