def save_file(values: dict[str, Tensor], path: Path) -> None:
    """The .safetensors format: the length of a header, the header as JSON, then every tensor's bytes."""
    header, begin = {}, 0
    for name, value in values.items():
        end = begin + value.numel() * 4
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [begin, end]}
        begin = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with path.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for value in values.values():
            file.write(struct.pack(f"<{value.numel()}f", *value.flatten().tolist()))
