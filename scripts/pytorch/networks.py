# The networks of src/models as PyTorch has them: what the TypeScript models are compared with, in summary and numbers.
# Structure and names are those that the TypeScript models must reproduce. Needs torch and torchvision.

import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
import torch.nn.functional as F
import torchvision
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "bench" / "pytorch"))
from googlenet import GoogLeNet  # noqa: E402


def flat_features(layers: Sequence[nn.Module], in_channels: int, image_size: int) -> int:
    """How many numbers of one image come out of these layers."""
    with torch.no_grad():
        return nn.Sequential(*layers).eval()(torch.zeros(1, in_channels, image_size, image_size)).numel()


# ---- the lineage, as "Dive into Deep Learning" has it


def initialise_cnn(module: nn.Module) -> None:
    """d2l's `init_cnn`."""
    if isinstance(module, (nn.Conv2d, nn.Linear)):
        nn.init.xavier_uniform_(module.weight)


class LeNet(nn.Module):
    def __init__(self, classes: int = 10, in_channels: int = 1, image_size: int = 28) -> None:
        super().__init__()
        features = [
            nn.Conv2d(in_channels, 6, 5, padding=2),
            nn.Sigmoid(),
            nn.AvgPool2d(2),
            nn.Conv2d(6, 16, 5),
            nn.Sigmoid(),
            nn.AvgPool2d(2),
            nn.Flatten(),
        ]
        self.model = nn.Sequential(
            *features,
            nn.Linear(flat_features(features, in_channels, image_size), 120),
            nn.Sigmoid(),
            nn.Linear(120, 84),
            nn.Sigmoid(),
            nn.Linear(84, classes),
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.model(x)


def dense_layers(features: int, classes: int) -> list[nn.Module]:
    """What AlexNet and VGG end with."""
    return [
        nn.Linear(features, 4096),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(4096, 4096),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(4096, classes),
    ]


class AlexNet(nn.Module):
    def __init__(self, classes: int = 10, in_channels: int = 1, image_size: int = 224) -> None:
        super().__init__()
        features = [
            nn.Conv2d(in_channels, 96, 11, stride=4, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(3, stride=2),
            nn.Conv2d(96, 256, 5, padding=2),
            nn.ReLU(),
            nn.MaxPool2d(3, stride=2),
            nn.Conv2d(256, 384, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(384, 384, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(384, 256, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(3, stride=2),
            nn.Flatten(),
        ]
        self.model = nn.Sequential(
            *features, *dense_layers(flat_features(features, in_channels, image_size), classes)
        )
        self.apply(initialise_cnn)

    def forward(self, x: Tensor) -> Tensor:
        return self.model(x)


def vgg_block(convolutions: int, in_channels: int, out_channels: int) -> nn.Sequential:
    layers: list[nn.Module] = []
    for index in range(convolutions):
        layers += [nn.Conv2d(out_channels if index else in_channels, out_channels, 3, padding=1), nn.ReLU()]
    return nn.Sequential(*layers, nn.MaxPool2d(2, stride=2))


class VGG(nn.Module):
    """VGG-11. `width` multiplies the channels of all convolutions."""

    def __init__(self, classes: int = 10, in_channels: int = 1, image_size: int = 224, width: float = 1) -> None:
        super().__init__()
        features: list[nn.Module] = []
        channels = in_channels
        for convolutions, base in ((1, 64), (1, 128), (2, 256), (2, 512), (2, 512)):
            features.append(vgg_block(convolutions, channels, int(base * width)))
            channels = int(base * width)
        features.append(nn.Flatten())
        self.model = nn.Sequential(
            *features, *dense_layers(flat_features(features, in_channels, image_size), classes)
        )
        self.apply(initialise_cnn)

    def forward(self, x: Tensor) -> Tensor:
        return self.model(x)


def nin_block(in_channels: int, out_channels: int, kernel: int, stride: int, padding: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(in_channels, out_channels, kernel, stride, padding),
        nn.ReLU(),
        nn.Conv2d(out_channels, out_channels, 1),
        nn.ReLU(),
        nn.Conv2d(out_channels, out_channels, 1),
        nn.ReLU(),
    )


class NiN(nn.Module):
    def __init__(self, classes: int = 10, in_channels: int = 1) -> None:
        super().__init__()
        self.model = nn.Sequential(
            nin_block(in_channels, 96, 11, 4, 0),
            nn.MaxPool2d(3, stride=2),
            nin_block(96, 256, 5, 1, 2),
            nn.MaxPool2d(3, stride=2),
            nin_block(256, 384, 3, 1, 1),
            nn.MaxPool2d(3, stride=2),
            nn.Dropout(0.5),
            nin_block(384, classes, 3, 1, 1),
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
        )
        self.apply(initialise_cnn)

    def forward(self, x: Tensor) -> Tensor:
        return self.model(x)


# ---- GoogLeNet of 2014, as Caffe's bvlc_googlenet has it


class Inception(nn.Module):
    """Four parallel paths, concatenated on the channel axis."""

    def __init__(self, in_channels: int, c1: int, c2: tuple[int, int], c3: tuple[int, int], c4: int) -> None:
        super().__init__()
        self.branch1 = nn.Sequential(nn.Conv2d(in_channels, c1, 1), nn.ReLU())
        self.branch2 = nn.Sequential(
            nn.Conv2d(in_channels, c2[0], 1), nn.ReLU(), nn.Conv2d(c2[0], c2[1], 3, padding=1), nn.ReLU()
        )
        self.branch3 = nn.Sequential(
            nn.Conv2d(in_channels, c3[0], 1), nn.ReLU(), nn.Conv2d(c3[0], c3[1], 5, padding=2), nn.ReLU()
        )
        self.branch4 = nn.Sequential(nn.MaxPool2d(3, stride=1, padding=1), nn.Conv2d(in_channels, c4, 1), nn.ReLU())

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat((self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)), dim=1)


class InceptionAux(nn.Module):
    """An auxiliary head: a classifier on the way."""

    def __init__(self, in_channels: int, size: int, classes: int) -> None:
        super().__init__()
        self.pool = nn.AvgPool2d(5, stride=3, ceil_mode=True)
        self.conv = nn.Conv2d(in_channels, 128, 1)
        self.fc1 = nn.Linear(128 * (math.ceil((size - 5) / 3) + 1) ** 2, 1024)
        self.dropout = nn.Dropout(0.7)
        self.fc2 = nn.Linear(1024, classes)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.conv(self.pool(x)))
        return self.fc2(self.dropout(F.relu(self.fc1(torch.flatten(x, 1)))))


class GoogLeNet2014(nn.Module):
    """While it trains: logits, those of the head on 4a, those of the head on 4d."""

    def __init__(self, classes: int = 10, in_channels: int = 1, image_size: int = 224, heads: bool = True) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, 64, 7, stride=2, padding=3)
        self.pool1 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.norm1 = nn.LocalResponseNorm(5)
        self.conv2 = nn.Conv2d(64, 64, 1)
        self.conv3 = nn.Conv2d(64, 192, 3, padding=1)
        self.norm2 = nn.LocalResponseNorm(5)
        self.pool2 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.inception3a = Inception(192, 64, (96, 128), (16, 32), 32)
        self.inception3b = Inception(256, 128, (128, 192), (32, 96), 64)
        self.pool3 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.inception4a = Inception(480, 192, (96, 208), (16, 48), 64)
        self.inception4b = Inception(512, 160, (112, 224), (24, 64), 64)
        self.inception4c = Inception(512, 128, (128, 256), (24, 64), 64)
        self.inception4d = Inception(512, 112, (144, 288), (32, 64), 64)
        self.inception4e = Inception(528, 256, (160, 320), (32, 128), 128)
        self.pool4 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.inception5a = Inception(832, 256, (160, 320), (32, 128), 128)
        self.inception5b = Inception(832, 384, (192, 384), (48, 128), 128)
        # conv1 halves the image, and so do three pools.
        size = math.ceil(image_size / 2)
        for _ in range(3):
            size = math.ceil((size - 3) / 2) + 1
        self.aux1 = InceptionAux(512, size, classes) if heads else None
        self.aux2 = InceptionAux(528, size, classes) if heads else None
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.dropout = nn.Dropout(0.4)
        self.fc = nn.Linear(1024, classes)

        heads_present = [head for head in (self.aux1, self.aux2) if head is not None]
        classifiers = [self.fc, *(head.fc2 for head in heads_present)]
        for module in self.modules():
            if isinstance(module, (nn.Conv2d, nn.Linear)):
                bound = math.sqrt(3 / module.weight[0].numel())
                nn.init.uniform_(module.weight, -bound, bound)
                nn.init.constant_(module.bias, 0 if module in classifiers else 0.2)

    def forward(self, x: Tensor) -> Tensor | tuple[Tensor, Tensor, Tensor]:
        x = self.norm1(self.pool1(F.relu(self.conv1(x))))
        x = self.pool2(self.norm2(F.relu(self.conv3(F.relu(self.conv2(x))))))
        x = self.pool3(self.inception3b(self.inception3a(x)))
        x4a = self.inception4a(x)
        aux1 = self.aux1(x4a) if self.training and self.aux1 is not None else None
        x4d = self.inception4d(self.inception4c(self.inception4b(x4a)))
        aux2 = self.aux2(x4d) if self.training and self.aux2 is not None else None
        x = self.inception5b(self.inception5a(self.pool4(self.inception4e(x4d))))
        logits = self.fc(self.dropout(torch.flatten(self.avgpool(x), 1)))
        return logits if aux1 is None or aux2 is None else (logits, aux1, aux2)


# ---- torchvision's


def torchvision_googlenet(classes: int = 10, in_channels: int = 1, heads: bool = True) -> nn.Module:
    model = torchvision.models.googlenet(weights=None, init_weights=False, num_classes=classes, aux_logits=heads)
    if in_channels != 3:
        model.conv1.conv = nn.Conv2d(in_channels, 64, 7, stride=2, padding=3, bias=False)
    return model


def torchvision_resnet18(classes: int = 10, in_channels: int = 1) -> nn.Module:
    model = torchvision.models.resnet18(weights=None, num_classes=classes)
    if in_channels != 3:
        model.conv1 = nn.Conv2d(in_channels, 64, 7, stride=2, padding=3, bias=False)
    return model


NETWORKS: dict[str, Callable[..., nn.Module]] = {
    "lenet": LeNet,
    "alexnet": AlexNet,
    "vgg11": VGG,
    "nin": NiN,
    "googlenet": GoogLeNet,
    "googlenet-2014": GoogLeNet2014,
    "googlenet-bn": torchvision_googlenet,
    "resnet18": torchvision_resnet18,
}

# What the literature and torchvision count.
PARAMETER_COUNTS: dict[str, list[tuple[dict, int]]] = {
    "lenet": [({}, 61_706)],
    "googlenet": [({}, 5_977_530)],
    "googlenet-2014": [({"classes": 1000, "in_channels": 3}, 13_378_280)],
    "googlenet-bn": [
        ({"classes": 1000, "in_channels": 3}, 13_004_888),
        ({"classes": 1000, "in_channels": 3, "heads": False}, 6_624_904),
    ],
    "resnet18": [({"classes": 1000, "in_channels": 3}, 11_689_512)],
}


def check() -> None:
    """Raises AssertionError where a network is not the one that the literature knows."""
    for name, cases in PARAMETER_COUNTS.items():
        for options, expected in cases:
            count = sum(parameter.numel() for parameter in NETWORKS[name](**options).parameters())
            assert count == expected, (name, options, count)


if __name__ == "__main__":
    check()
    for name, create in NETWORKS.items():
        count = sum(parameter.numel() for parameter in create().parameters())
        print(f"{name}: {count:,} parameters for one channel and ten classes")
