# Records small files of torch.save, and what they hold, into test/fixtures/torch: what the reader in src/formats/torch
# is tested on. Needs torch alone. Run it from anywhere:
#   python3 scripts/record-torch-files.py

import json
from collections import OrderedDict
from pathlib import Path

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

    torch.save(OrderedDict(model=state, ema=state), FOLDER / "two-state-dicts.pt")
    torch.save(model, FOLDER / "module.pt")
    torch.save(state["0.bias"], FOLDER / "tensor.pt")
    torch.jit.script(nn.Linear(1, 1)).save(str(FOLDER / "script.pt"))

    expected = {
        name: {key: digest(tensor) for key, tensor in tensors.items()} for name, (_, tensors) in readable.items()
    }
    text = json.dumps({"torch": torch.__version__, "files": expected}, ensure_ascii=False)
    (FOLDER / "expected.json").write_text(text + "\n")
    total = sum(path.stat().st_size for path in FOLDER.iterdir())
    print(f"{len(list(FOLDER.iterdir()))} files, {total} bytes in {FOLDER}")


if __name__ == "__main__":
    main()
