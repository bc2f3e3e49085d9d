# Records small files of torch.save, and what they hold, into test/fixtures/torch: what the reader in src/formats/torch
# is tested on. Needs torch and numpy. Run it from anywhere:
#   python3 scripts/record-torch-files.py

import argparse
import datetime
import json
from collections import Counter, OrderedDict, defaultdict, deque
from pathlib import Path, PurePosixPath, PureWindowsPath

import numpy
import torch
from torch import Tensor, nn

FOLDER = Path(__file__).resolve().parent.parent / "test" / "fixtures" / "torch"

DTYPES = {
    torch.float32: "F32",
    torch.float64: "F64",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.int64: "I64",
    torch.int32: "I32",
    torch.int16: "I16",
    torch.int8: "I8",
    torch.uint8: "U8",
    torch.bool: "BOOL",
}


def small_model() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8, 3))


def normalised_model() -> nn.Module:
    """After a step of training: its counts of batches are int64 scalars, and two of its layers are one."""
    torch.manual_seed(1)
    shared = nn.BatchNorm2d(2)
    model = nn.Sequential(nn.Conv2d(1, 2, 3, bias=False), shared, nn.Conv2d(2, 2, 1), shared)
    model(torch.randn(2, 1, 4, 4))
    return model


def every_dtype() -> dict[str, Tensor]:
    values = torch.tensor([[0, 1, 2], [-3, 4, 100]])
    tensors = {name: values.abs().to(dtype) if dtype is torch.uint8 else values.to(dtype) for dtype, name in DTYPES.items()}
    return tensors | {
        "scalar": torch.tensor(2.5),
        "empty": torch.zeros(3, 0, 2),
        "large": torch.tensor([2**62, -(2**62)]),
    }


def views() -> dict[str, Tensor]:
    base = torch.arange(24.0).reshape(2, 3, 4)
    return {
        "base": base,
        "transposed": base.transpose(0, 2),
        "row": base[1, 2],
        "column": base[:, 1, 3],
        "every second": base[:, :, ::2],
        "expanded": base[0, 0, 1].expand(2, 3),
        "channels last": base.reshape(1, 2, 3, 4).to(memory_format=torch.channels_last),
        "one element axis": base[:, 1:2, :].transpose(1, 2)[:, :, 0],
    }


def plain_data() -> dict:
    """What people keep beside their weights, of the standard library, numpy and torch."""
    return {
        "args": argparse.Namespace(lr=0.1, out=Path("runs/one"), betas=(0.9, 0.999)),
        "paths": [PurePosixPath("/a"), PureWindowsPath("C:/a")],
        "counts": Counter("abba"),
        "meters": defaultdict(list, loss=[1.0, 0.5]),
        "settings": defaultdict(None, {("a", 1): OrderedDict(b=2)}),
        "recent": deque([0.5, 0.25], maxlen=3),
        "began": datetime.datetime(2020, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc),
        "took": [datetime.timedelta(hours=1), datetime.date(2020, 1, 2), datetime.time(3, 4)],
        "classes": [{"cat", "dog"}, frozenset({1}), b"bytes", b"", 1j, range(3)],
        "best": [numpy.float64(0.5), numpy.arange(3), numpy.dtype("f4")],
        "image": [torch.Size([3, 96, 96]), torch.device("cpu")],
    }


def checkpoints(model: nn.Module, state: dict, optimizer: dict) -> dict:
    """As training scripts save them: what is saved, and the state_dict in it with its key."""
    compiled = OrderedDict((f"_orig_mod.{name}", tensor) for name, tensor in state.items())
    lightning = OrderedDict((f"model.{name}", tensor) for name, tensor in state.items())
    best = {"best_acc1": torch.tensor(91.5), "per_class": torch.tensor([0.5, 0.25])}
    return {
        "imagenet-example": (
            {"epoch": 3, "arch": "net", "state_dict": nn.DataParallel(model).state_dict(), **best, "optimizer": optimizer},
            "state_dict",
        ),
        "compiled": (
            {"model_state_dict": compiled, "optimizer_state_dict": optimizer, "scaler": {}, "losses": {"val": torch.tensor(0.5)}},
            "model_state_dict",
        ),
        "lightning": (
            {
                "epoch": 1,
                "global_step": 20,
                "pytorch-lightning_version": "2.1.0",
                "state_dict": lightning,
                "loops": {"fit_loop": {"state_dict": {}, "epoch_progress": {"current": {"ready": 1}}}},
                "callbacks": {"ModelCheckpoint{'monitor': 'val'}": {"best_model_score": torch.tensor(0.5)}},
                "optimizer_states": [optimizer],
                "lr_schedulers": [{"milestones": Counter([1, 2]), "_last_lr": [0.1]}],
                "hparams_name": "kwargs",
                "hyper_parameters": {"lr": 0.1, "root": Path("data")},
            },
            "state_dict",
        ),
        "plain-data": ({"net": state, **plain_data()}, "net"),
        "with-numbers": ({**state, "epoch": 3, "optimizer": optimizer}, None),
    }


def lenet_checkpoint() -> dict:
    """A whole network twice, in a few bytes: each tensor repeats one number."""
    shapes = {
        "model.0": (6, 1, 5, 5),
        "model.3": (16, 6, 5, 5),
        "model.7": (120, 400),
        "model.9": (84, 120),
        "model.11": (2, 84),
    }
    tensors = {f"{name}.weight": shape for name, shape in shapes.items()} | {
        f"{name}.bias": shape[:1] for name, shape in shapes.items()
    }
    return {
        "epoch": 3,
        "best_acc1": torch.tensor(91.5),
        "state_dict": OrderedDict((name, torch.tensor(0.25).expand(shape)) for name, shape in tensors.items()),
        "ema": OrderedDict((f"module.{name}", torch.tensor(0.5).expand(shape)) for name, shape in tensors.items()),
        "optimizer": {"state": {}, "param_groups": [{"lr": 0.1}]},
        "args": argparse.Namespace(lr=0.1),
    }


def digest(tensor: Tensor) -> dict:
    """Integers as text where JSON's numbers would round them."""
    flat = tensor.detach().contiguous().reshape(-1)
    values = [str(value) for value in flat.tolist()] if tensor.dtype is torch.int64 else flat.tolist()
    return {"dtype": DTYPES[tensor.dtype], "shape": list(tensor.shape), "values": values}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    model = small_model()
    state = model.state_dict()
    normalised = normalised_model().state_dict()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    optimizer.zero_grad()
    model(torch.ones(1, 1, 4, 4)).sum().backward()
    optimizer.step()
    readable = {
        "state-dict": (state, state),
        "dtypes": (every_dtype(), every_dtype()),
        "views": (views(), views()),
        "batch-norm": (normalised, normalised),
        "parameters": (dict(model.named_parameters()), dict(model.named_parameters())),
        "checkpoint": (
            {"epoch": 3, "lr": 0.1, "name": "é", "done": False, "state_dict": state, "optimizer": optimizer.state_dict()},
            state,
        ),
    }
    for name, (saved, tensors) in list(readable.items()):
        torch.save(saved, FOLDER / f"{name}.pt")
        torch.save(saved, FOLDER / f"legacy-{name}.pt", _use_new_zipfile_serialization=False)
        readable[f"legacy-{name}"] = (saved, tensors)
    for name, is_zip in (("protocol-4", True), ("legacy-protocol-4", False)):
        torch.save(state, FOLDER / f"{name}.pt", pickle_protocol=4, _use_new_zipfile_serialization=is_zip)
        readable[name] = (state, state)

    found = {}
    for name, (saved, key) in checkpoints(model, state, optimizer.state_dict()).items():
        tensors = {each: value for each, value in saved.items() if each in state} if key is None else saved[key]
        left_out = [each for each in saved if (each not in state if key is None else each != key)]
        found[name] = {"key": key, "leftOut": left_out}
        torch.save(saved, FOLDER / f"{name}.pt")
        readable[name] = (saved, tensors)
    plain = {"net": state, **plain_data()}
    for name, is_zip in (("plain-data-protocol-4", True), ("legacy-plain-data", False)):
        protocol = 4 if is_zip else 2
        torch.save(plain, FOLDER / f"{name}.pt", pickle_protocol=protocol, _use_new_zipfile_serialization=is_zip)
        found[name] = found["plain-data"]
        readable[name] = (plain, state)

    torch.save(OrderedDict(model=state, ema={name: -value for name, value in state.items()}, epoch=3), FOLDER / "two-state-dicts.pt")
    torch.save(lenet_checkpoint(), FOLDER / "lenet-checkpoint.pt")
    torch.save(model, FOLDER / "module.pt")
    torch.save(state["0.bias"], FOLDER / "tensor.pt")
    torch.jit.script(nn.Linear(1, 1)).save(str(FOLDER / "script.pt"))

    expected = {
        name: {key: digest(tensor) for key, tensor in tensors.items()} for name, (_, tensors) in readable.items()
    }
    text = json.dumps({"torch": torch.__version__, "files": expected, "found": found}, ensure_ascii=False)
    (FOLDER / "expected.json").write_text(text + "\n")
    total = sum(path.stat().st_size for path in FOLDER.iterdir())
    print(f"{len(list(FOLDER.iterdir()))} files, {total} bytes in {FOLDER}")


if __name__ == "__main__":
    main()
