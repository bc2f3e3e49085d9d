# Trains on a folder of pictures as torchvision's users do: ImageFolder, DataLoader with workers, the usual transforms.
# Prints a line when an epoch, validation included, is done: the driver (bench/compare-image-folder.mjs) takes the times.

import argparse

import torch
import torch.nn.functional as F
from googlenet import GoogLeNet
from torch.utils.data import DataLoader, Subset
from torchvision import datasets, transforms

SIZE = 96
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("directory")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--channels-last", action="store_true")
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(options.threads)
    memory_format = torch.channels_last if options.channels_last else torch.contiguous_format

    resize = [transforms.Resize(SIZE), transforms.CenterCrop(SIZE)]
    vary = [transforms.RandomCrop(SIZE, padding=SIZE // 8), transforms.RandomHorizontalFlip()]
    to_tensor = [transforms.ToTensor(), transforms.Normalize(MEAN, STD)]
    train_images = datasets.ImageFolder(options.directory, transforms.Compose([*resize, *vary, *to_tensor]))
    test_images = datasets.ImageFolder(options.directory, transforms.Compose([*resize, *to_tensor]))
    order = torch.randperm(len(train_images)).tolist()
    kept = len(order) // 5
    loader = {"batch_size": options.batch_size, "num_workers": options.workers, "persistent_workers": options.workers > 0}
    train = DataLoader(Subset(train_images, order[kept:]), shuffle=True, **loader)
    validation = DataLoader(Subset(test_images, order[:kept]), **loader)

    model = GoogLeNet(len(train_images.classes), in_channels=3).to(memory_format=memory_format)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, nesterov=True)
    print("ready", flush=True)
    for epoch in range(1, options.epochs + 1):
        model.train()
        for images, labels in train:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(images.to(memory_format=memory_format)), labels)
            loss.backward()
            optimizer.step()
            loss.item()
        model.eval()
        correct = 0
        with torch.no_grad():
            for images, labels in validation:
                correct += (model(images.to(memory_format=memory_format)).argmax(1) == labels).sum().item()
        print(f"epoch {epoch} accuracy {correct / max(kept, 1):.4f}", flush=True)


if __name__ == "__main__":
    main()
