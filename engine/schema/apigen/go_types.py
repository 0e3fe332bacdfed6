"""Reads Kubernetes' Go API packages: the struct, alias and constant declarations of types*.go.

The files are gofmt'ed and hold only declarations, so a line reader is enough; whatever it does not understand it
refuses by file and line rather than guess.
"""

import dataclasses
import pathlib
import re


@dataclasses.dataclass
class Type:
    """A Go type expression. `form` is one of name, pointer, list, map; `name` is (package path, identifier)."""

    form: str
    name: tuple | None = None
    element: "Type | None" = None


@dataclasses.dataclass
class Field:
    go_name: str
    type: Type
    json_name: str
    omit_empty: bool
    inline: bool
    number: int
    wire: str
    patch_strategy: str
    patch_merge_key: str
    doc: str
    markers: list


@dataclasses.dataclass
class Struct:
    package: str
    name: str
    fields: list
    doc: str
    markers: list


@dataclasses.dataclass
class Alias:
    package: str
    name: str
    target: Type
    doc: str
    markers: list


@dataclasses.dataclass
class Constant:
    package: str
    name: str
    type: str
    value: str
    doc: str


@dataclasses.dataclass
class Package:
    path: str
    group: str
    structs: dict
    aliases: dict
    constants: list


STRUCT = re.compile(r"^type (\w+) struct \{$")
EMPTY_STRUCT = re.compile(r"^type (\w+) struct ?\{\}$")
ALIAS = re.compile(r"^type (\w+) =? ?([\w.\[\]*]+)$")
FIELD = re.compile(r"^\t(?:(\w+)\s+)?(\S+)\s+`([^`]*)`(?:\s*//.*)?$")
TAG = re.compile(r'(\w+):"([^"]*)"')
IMPORT = re.compile(r'^(?:import )?\s*(?:(\w+)\s+)?"([\w./-]+)"$')
CONSTANT = re.compile(r'^(?:const |\t)(\w+)\s+(?:(\w+)\s+)?=\s+(?:(\w+)\()?("(?:[^"\\]|\\.)*")\)?(?:\s*//.*)?$')


def parse_type(text, package, imports):
    if text.startswith("*"):
        return Type("pointer", element=parse_type(text[1:], package, imports))
    if text.startswith("[]") and text != "[]byte":
        return Type("list", element=parse_type(text[2:], package, imports))
    if text.startswith("map["):
        return Type("map", element=parse_type(text[text.index("]") + 1:], package, imports))
    if "." in text:
        alias, name = text.split(".")
        return Type("name", name=(imports[alias], name))
    builtin = text in {"string", "bool", "int32", "int64", "uint8", "float64", "int", "[]byte", "interface{}"}
    return Type("name", name=("" if builtin else package, text))


def split_doc(lines):
    """Comment lines to (documentation, markers). A line of three dashes ends what users read."""
    markers = [line[1:] for line in lines if line.startswith("+")]
    text, hidden = [], False
    for line in lines:
        if line.startswith("---"):
            hidden = True
        elif not line.startswith("+") and not hidden and not line.startswith(("TODO", "FIXME")):
            text.append(line)
    paragraphs, current = [], []
    for line in text:
        if not line.strip():
            if current:
                paragraphs.append("\n".join(current) if current[0].startswith((" ", "-")) else " ".join(current))
                current = []
        else:
            current.append(line.rstrip())
    if current:
        paragraphs.append(" ".join(current))
    return "\n\n".join(paragraphs), markers


class Reader:
    def __init__(self, root, path):
        self.package = Package(path, "", {}, {}, [])
        directory = pathlib.Path(root) / path
        if not directory.is_dir():
            raise SystemExit(f"apigen: no such package: {directory}")
        doc = directory / "doc.go"
        match = re.search(r"\+groupName=(\S+)", doc.read_text()) if doc.exists() else None
        self.package.group = match.group(1) if match else ""
        for file in sorted(directory.glob("*.go")):
            wanted = file.name.startswith(("types", "well_known", "annotation", "group_version", "watch", "jsonschema"))
            if wanted and not file.name.endswith(("_test.go", "_swagger_doc_generated.go")):
                self.read(file)

    def read(self, file):
        imports, pending, detached = {}, [], []
        lines = file.read_text().split("\n")
        index = 0
        while index < len(lines):
            line = lines[index]
            index += 1
            if line.startswith("//"):
                pending.append(line[2:].removeprefix(" "))
                continue
            if not line.strip():
                detached, pending = pending, []
                continue
            if match := IMPORT.match(line):
                path = match.group(2)
                if path.startswith("k8s.io/"):
                    imports[match.group(1) or path.split("/")[-1]] = path
            elif match := STRUCT.match(line):
                index = self.read_struct(file, lines, index, match.group(1), imports, pending, detached)
            elif match := EMPTY_STRUCT.match(line):
                doc, markers = split_doc(pending)
                self.add_struct(Struct(self.package.path, match.group(1), [], doc, markers))
            elif (match := ALIAS.match(line)) and not match.group(2).startswith("interface"):
                doc, markers = split_doc(pending)
                name = match.group(1)
                target = parse_type(match.group(2), self.package.path, imports)
                self.package.aliases[name] = Alias(self.package.path, name, target, doc, markers)
            elif line == "const (" or line.startswith("const "):
                index = self.read_constants(lines, index - 1)
            elif line.startswith("/*"):
                while "*/" not in lines[index - 1]:
                    index += 1
            pending, detached = [], []

    def add_struct(self, struct):
        self.package.structs[struct.name] = struct

    def read_struct(self, file, lines, index, name, imports, pending, detached):
        fields, comment = [], []
        while lines[index] != "}":
            line = lines[index]
            index += 1
            stripped = line.strip()
            if stripped.startswith("//"):
                comment.append(stripped[2:].removeprefix(" "))
            elif stripped.startswith("/*"):
                while "*/" not in lines[index - 1]:
                    index += 1
            elif not stripped:
                comment = []
            elif match := FIELD.match(line):
                doc, markers = split_doc(comment)
                comment = []
                tags = dict(TAG.findall(match.group(3)))
                json = tags.get("json", "").split(",")
                proto = tags.get("protobuf", "").split(",")
                if json[0] == "-":
                    continue
                type_ = parse_type(match.group(2), self.package.path, imports)
                go_name = match.group(1) or type_.name[1]
                fields.append(Field(go_name, type_, json[0], "omitempty" in json, "inline" in json,
                                    int(proto[1]) if len(proto) > 1 else 0, proto[0],
                                    tags.get("patchStrategy", ""), tags.get("patchMergeKey", ""), doc, markers))
            else:
                raise SystemExit(f"apigen: {file}:{index}: not understood: {line}")
        doc, markers = split_doc(pending)
        markers += split_doc(detached)[1]
        self.add_struct(Struct(self.package.path, name, fields, doc, markers))
        return index + 1

    def read_constants(self, lines, index):
        end = index + 1
        if lines[index] == "const (":
            while lines[end] != ")":
                end += 1
        comment, last_type = [], None
        for line in lines[index:end]:
            stripped = line.strip()
            if stripped.startswith("//"):
                comment.append(stripped[2:].removeprefix(" "))
                continue
            if match := CONSTANT.match(line):
                last_type = match.group(2) or match.group(3) or ""
                self.package.constants.append(
                    Constant(self.package.path, match.group(1), last_type, match.group(4), split_doc(comment)[0]))
            comment = []
        return max(end, index + 1)


def read_package(root, path):
    return Reader(root, path).package
