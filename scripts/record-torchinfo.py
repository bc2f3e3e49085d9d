# Records what torchinfo prints for the networks, into test/fixtures/torchinfo, which `googlenet summary` must print byte
# for byte. Needs torch, torchvision and torchinfo's source (https://github.com/TylerYep/torchinfo), which is named:
#   python3 scripts/record-torchinfo.py --torchinfo PATH/OF/torchinfo
# where PATH/OF/torchinfo is the checkout, with the package `torchinfo` in it. Networks are in evaluation mode. With
# --tutorial, PATH/OF/torchinfo is at the tag v1.8.0, with which the tutorial was made, under Python 3.11 or later.

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts" / "pytorch"))
from networks import NETWORKS, check  # noqa: E402

COLUMNS = ("input_size", "output_size", "num_params", "kernel_size", "mult_adds", "trainable")
IMAGENET = {"classes": 1000, "in_channels": 3}

# File, network, its options, shape of the input, torchinfo's options.
GOLDENS: tuple[tuple[str, str, dict, tuple[int, int, int, int], dict], ...] = (
    ("lenet", "lenet", {}, (1, 1, 28, 28), {}),
    ("googlenet", "googlenet", {}, (1, 1, 96, 96), {}),
    ("googlenet-depth2", "googlenet", {}, (1, 1, 96, 96), {"depth": 2}),
    ("googlenet-batch128", "googlenet", {}, (128, 1, 96, 96), {}),
    ("googlenet-batch512", "googlenet", {}, (512, 1, 96, 96), {"depth": 1}),
    (
        "googlenet-all-columns",
        "googlenet",
        {},
        (1, 1, 96, 96),
        {"col_names": COLUMNS, "row_settings": ("depth", "var_names")},
    ),
    ("alexnet", "alexnet", {}, (1, 1, 224, 224), {}),
    ("vgg11", "vgg11", {}, (1, 1, 224, 224), {}),
    ("vgg11-quarter-96", "vgg11", {"image_size": 96, "width": 0.25}, (1, 1, 96, 96), {}),
    ("nin", "nin", {}, (1, 1, 224, 224), {}),
    ("googlenet-2014", "googlenet-2014", {}, (1, 1, 224, 224), {}),
    ("googlenet-2014-96", "googlenet-2014", {"image_size": 96}, (1, 1, 96, 96), {}),
    ("googlenet-bn", "googlenet-bn", {}, (1, 1, 224, 224), {}),
    ("googlenet-bn-imagenet", "googlenet-bn", IMAGENET, (1, 3, 224, 224), {}),
    # torchinfo's own tests/test_output/google.out begins with this one.
    ("googlenet-bn-depth7", "googlenet-bn", IMAGENET, (1, 3, 112, 112), {"depth": 7}),
    ("resnet18", "resnet18", {}, (1, 1, 224, 224), {}),
    ("resnet18-imagenet", "resnet18", IMAGENET, (1, 3, 224, 224), {}),
    # Two of these are torchinfo's own tests/test_output/resnet18_depth_consistency.out.
    *(
        (
            f"resnet18-depth{depth}",
            "resnet18",
            IMAGENET,
            (1, 3, 64, 64),
            {"depth": depth, "col_names": ("output_size", "num_params", "params_percent")},
        )
        for depth in (1, 2)
    ),
    (
        "resnet18-all-columns",
        "resnet18",
        IMAGENET,
        (2, 3, 96, 96),
        {"col_names": COLUMNS, "row_settings": ("depth", "var_names")},
    ),
)


def main() -> None:
    parser = argparse.ArgumentParser(description="Records what torchinfo prints for the networks.")
    parser.add_argument("--torchinfo", type=Path, required=True, help="checkout of TylerYep/torchinfo")
    parser.add_argument("--tutorial", action="store_true", help="the checkout is at the tag v1.8.0")
    parser.add_argument("--output", type=Path, default=ROOT / "test" / "fixtures" / "torchinfo")
    options = parser.parse_args()
    sys.path.insert(0, str(options.torchinfo))
    from torchinfo import summary

    check()
    output = options.output / "tutorial" if options.tutorial else options.output
    output.mkdir(parents=True, exist_ok=True)
    for file, network, network_options, shape, summary_options in GOLDENS:
        model = NETWORKS[network](**network_options)
        text = str(summary(model, input_size=shape, mode="eval", verbose=0, **summary_options))
        (output / f"{file}.txt").write_text(f"{text}\n")
        print(file, flush=True)


if __name__ == "__main__":
    main()
