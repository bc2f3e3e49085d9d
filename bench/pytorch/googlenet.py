# The tutorial's GoogLeNet as its PyTorch script has it: the other side of every comparison this project makes.
# Module structure and parameter names are what the TypeScript model must reproduce, so they are checked here.

import torch
from torch import Tensor, nn

PARAMETER_COUNT = 5_977_530
TENSOR_COUNT = 116

# Layers of `model` with weights of their own, and the places of the convolutions inside a block.
PLAIN_LAYERS = (0, 3, 5, 21)
BLOCKS = (8, 9, 11, 12, 13, 14, 15, 17, 18)
BLOCK_CONVOLUTIONS = ("channel1.0", "channel2.0", "channel2.2", "channel3.0", "channel3.2", "channel4.1")


class IncepBlock(nn.Module):
    """Four parallel paths, concatenated on the channel axis: [N, in, H, W] -> [N, c1 + c2[1] + c3[1] + c4, H, W]."""

    def __init__(self, in_channels: int, c1: int, c2: tuple[int, int], c3: tuple[int, int], c4: int) -> None:
        super().__init__()
        self.channel1 = nn.Sequential(nn.Conv2d(in_channels, c1, 1), nn.ReLU())
        self.channel2 = nn.Sequential(
            nn.Conv2d(in_channels, c2[0], 1), nn.ReLU(), nn.Conv2d(c2[0], c2[1], 3, padding=1), nn.ReLU()
        )
        self.channel3 = nn.Sequential(
            nn.Conv2d(in_channels, c3[0], 1), nn.ReLU(), nn.Conv2d(c3[0], c3[1], 5, padding=2), nn.ReLU()
        )
        self.channel4 = nn.Sequential(nn.MaxPool2d(3, stride=1, padding=1), nn.Conv2d(in_channels, c4, 1), nn.ReLU())

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat((self.channel1(x), self.channel2(x), self.channel3(x), self.channel4(x)), dim=1)


class GoogLeNet(nn.Module):
    """Logits of images: [N, in_channels, 96, 96] -> [N, classes]."""

    def __init__(self, classes: int = 10, in_channels: int = 1) -> None:
        super().__init__()
        self.model = nn.Sequential(
            nn.Conv2d(in_channels, 64, 7, stride=2, padding=3),
            nn.ReLU(),
            nn.MaxPool2d(3, stride=2, padding=1),
            nn.Conv2d(64, 64, 1),
            nn.ReLU(),
            nn.Conv2d(64, 192, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(3, stride=2, padding=1),
            IncepBlock(192, 64, (96, 128), (16, 32), 32),
            IncepBlock(256, 128, (128, 192), (32, 96), 64),
            nn.MaxPool2d(3, stride=2, padding=1),
            IncepBlock(480, 192, (96, 208), (16, 48), 64),
            IncepBlock(512, 160, (112, 224), (24, 64), 64),
            IncepBlock(512, 128, (128, 256), (24, 64), 64),
            IncepBlock(512, 112, (144, 288), (32, 64), 64),
            IncepBlock(528, 256, (160, 320), (32, 128), 128),
            nn.MaxPool2d(3, stride=2, padding=1),
            IncepBlock(832, 256, (160, 320), (32, 128), 128),
            IncepBlock(832, 384, (192, 384), (48, 128), 128),
            nn.AdaptiveAvgPool2d((1, 1)),
            nn.Flatten(),
            nn.Linear(1024, classes),
        )
        self.apply(initialise)

    def forward(self, x: Tensor) -> Tensor:
        return self.model(x)


def initialise(module: nn.Module) -> None:
    """Kaiming normal for convolutions, Xavier uniform for linear layers, zero biases."""
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight, mode="fan_in", nonlinearity="relu")
        nn.init.zeros_(module.bias)
    elif isinstance(module, nn.Linear):
        nn.init.xavier_uniform_(module.weight)
        nn.init.zeros_(module.bias)


def expected_names() -> list[str]:
    """The state_dict keys of a GoogLeNet, in order."""
    layers = [f"model.{index}" for index in PLAIN_LAYERS]
    layers += [f"model.{block}.{convolution}" for block in BLOCKS for convolution in BLOCK_CONVOLUTIONS]
    layers.sort(key=lambda name: int(name.split(".")[1]))  # stable: the order inside a block stays
    return [f"{layer}.{kind}" for layer in layers for kind in ("weight", "bias")]


def check(model: nn.Module) -> None:
    """Raises AssertionError where names or counts are not the ones this project is built on."""
    state = model.state_dict()
    assert list(state) == expected_names(), sorted(set(state) ^ set(expected_names()))
    assert len(state) == TENSOR_COUNT, len(state)
    count = sum(value.numel() for value in state.values())
    assert count == PARAMETER_COUNT, count


if __name__ == "__main__":
    check(GoogLeNet())
    print(f"{TENSOR_COUNT} tensors, {PARAMETER_COUNT:,} parameters: as expected")
