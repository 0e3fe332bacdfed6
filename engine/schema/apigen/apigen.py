#!/usr/bin/env python3
"""The schema compiler: Kubernetes' API packages in, C++ structs and constant tables out.

  usage: apigen.py --out DIR --root GO_SRC [--root DIR ...] PACKAGE ...

A PACKAGE is an import path such as k8s.io/api/core/v1, looked up under each root in turn. For each it writes
<short>.h and <short>.cpp (core/v1 is corev1), and once registry.cpp and documentation.bin. The rules that map Go to
C++ stand in engine/schema/README.md.
"""

import argparse
import pathlib
import re
import struct
import zlib

from go_types import read_package

META = "k8s.io/apimachinery/pkg/apis/meta/v1"
SCALARS = {  # Go type to (Kind, C++ type)
    ("", "string"): ("String", "std::string"),
    ("", "bool"): ("Bool", "bool"),
    ("", "int32"): ("Int32", "std::int32_t"),
    ("", "int"): ("Int32", "std::int32_t"),
    ("", "uint8"): ("Int32", "std::int32_t"),
    ("", "int64"): ("Int64", "std::int64_t"),
    ("", "float64"): ("Double", "double"),
    ("", "[]byte"): ("Bytes", "schema::Bytes"),
    ("", "interface{}"): ("RawJson", "schema::RawJson"),
    ("k8s.io/apimachinery/pkg/types", "UID"): ("String", "std::string"),
    ("k8s.io/apimachinery/pkg/api/resource", "Quantity"): ("Quantity", "schema::Quantity"),
    ("k8s.io/apimachinery/pkg/util/intstr", "IntOrString"): ("IntOrString", "schema::IntOrString"),
    ("k8s.io/apimachinery/pkg/runtime", "RawExtension"): ("RawJson", "schema::RawJson"),
    (META, "Time"): ("Time", "schema::Time"),
    (META, "MicroTime"): ("MicroTime", "schema::MicroTime"),
    (META, "Duration"): ("Duration", "schema::Duration"),
    (META, "FieldsV1"): ("RawJson", "schema::RawJson"),
    ("k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1", "JSON"): ("RawJson", "schema::RawJson"),
}
SKIPPED_STRUCTS = {(META, "FieldsV1"), (META, "InternalEvent"), (META, "Time"), (META, "MicroTime"),
                   ("k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1", "JSON")}
KEYWORDS = {"namespace", "default", "operator", "protected", "continue", "template", "static", "enum", "not", "and",
            "or", "class", "private", "public", "signed", "delete", "new", "this", "export", "auto", "register", "xor"}


def short_name(path):
    parts = path.split("/")
    return parts[-2] + parts[-1]


def open_api_name(package, name):
    host, *rest = package.split("/")
    return ".".join(list(reversed(host.split("."))) + rest + [name])


def member_name(field):
    name = field.json_name
    if not re.fullmatch(r"[A-Za-z_]\w*", name):
        name = field.go_name[0].lower() + field.go_name[1:]
    return name + "_" if name in KEYWORDS else name


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


class Documentation:
    """All documentation text, each string once; index 0 is the empty string."""

    def __init__(self):
        self.texts, self.indexes = [""], {"": 0}

    def index(self, text):
        if text not in self.indexes:
            self.indexes[text] = len(self.texts)
            self.texts.append(text)
        return self.indexes[text]

    def blob(self):
        bodies = [text.encode() for text in self.texts]
        offsets, at = [], 0
        for body in bodies:
            offsets.append(at)
            at += len(body)
        offsets.append(at)
        head = struct.pack(f"<I{len(offsets)}I", len(bodies), *offsets)
        raw = head + b"".join(bodies)
        return struct.pack("<I", len(raw)) + zlib.compress(raw, 9)


class Compiler:
    def __init__(self, roots, paths):
        self.packages = {}
        for path in paths:
            root = next((r for r in roots if (pathlib.Path(r) / path).is_dir()), roots[0])
            self.packages[path] = read_package(root, path)
        self.docs = Documentation()

    # -- resolving Go types

    def resolve(self, type_):
        """A Go type to (shape, kind, C++ element type, struct key or None, enum key or None)."""
        if type_.form == "pointer":
            shape, kind, cpp, struct_key, enum = self.resolve(type_.element)
            if shape != "Value":
                raise SystemExit(f"apigen: pointer to {shape}: {type_}")
            return ("Optional", kind, cpp, struct_key, enum)
        if type_.form in ("list", "map"):
            shape, kind, cpp, struct_key, enum = self.resolve(type_.element)
            if shape == "Optional":
                shape = "Value"
            if shape != "Value":
                raise SystemExit(f"apigen: {type_.form} of {shape}: {type_}")
            return ("List" if type_.form == "list" else "Map", kind, cpp, struct_key, enum)
        key = type_.name
        if key in SCALARS:
            kind, cpp = SCALARS[key]
            return ("Value", kind, cpp, None, None)
        package = self.packages.get(key[0])
        if package is None:
            raise SystemExit(f"apigen: {key} is in a package that was not given")
        if key[1] in package.structs:
            return ("Value", "Struct", f"{short_name(key[0])}::{key[1]}", key, None)
        alias = package.aliases.get(key[1])
        if alias is None:
            raise SystemExit(f"apigen: unknown type {key}")
        if self.is_wrapper(alias):
            return ("Value", "Struct", f"{short_name(key[0])}::{key[1]}", key, None)
        shape, kind, cpp, struct_key, enum = self.resolve(alias.target)
        return (shape, kind, cpp, struct_key, key if "enum" in alias.markers else enum)

    @staticmethod
    def is_wrapper(alias):
        return alias.target.form == "list"

    def cpp_member_type(self, shape, cpp, is_struct):
        if shape == "Value":
            return cpp
        if shape == "Optional":
            return f"schema::Ptr<{cpp}>" if is_struct else f"std::optional<{cpp}>"
        return f"std::vector<{cpp}>" if shape == "List" else f"schema::StringMap<{cpp}>"

    # -- one package

    def struct_order(self, package):
        """Structs and list wrappers so that what is held by value comes first."""
        done, order = set(), []

        def visit(name, trail):
            if name in done or name in trail:
                return
            for dependency, by_value in self.dependencies(package, name):
                if by_value:
                    visit(dependency, trail | {name})
            for dependency, by_value in self.dependencies(package, name):
                visit(dependency, trail | {name})
            if name not in done:
                done.add(name)
                order.append(name)

        wrappers = [name for name, alias in package.aliases.items() if self.is_wrapper(alias)]
        for name in [*wrappers, *package.structs]:
            if (package.path, name) not in SKIPPED_STRUCTS:
                visit(name, frozenset())
        return order

    def dependencies(self, package, name):
        if name not in package.structs:
            return
        for field in package.structs[name].fields:
            shape, _, _, key, _ = self.resolve(field.type)
            if key and key[0] == package.path:
                yield key[1], shape == "Value"

    def referenced_packages(self, package):
        found = set()
        for item in package.structs.values():
            if (package.path, item.name) in SKIPPED_STRUCTS:
                continue
            for field in item.fields:
                key = self.resolve(field.type)[3]
                if key and key[0] != package.path:
                    found.add(key[0])
        return sorted(found)

    def header(self, package):
        space = short_name(package.path)
        out = ["#pragma once", "", f"// Made by apigen from {package.path}; do not edit.", "", "#include <cstdint>",
               "#include <optional>", "#include <string>", "#include <string_view>", "#include <vector>", "",
               '#include "engine/schema/table.h"']
        out += [f'#include "engine/schema/api/{short_name(path)}.h"' for path in self.referenced_packages(package)]
        out += ["", f"namespace armillary::{space} {{", "", "using schema::operator==;", ""]
        order = self.struct_order(package)
        out += [f"struct {name};" for name in order] + [""]
        for alias in package.aliases.values():
            key = (package.path, alias.name)
            if not self.is_wrapper(alias) and key not in SCALARS and key not in SKIPPED_STRUCTS:
                shape, _, cpp, key, _ = self.resolve(alias.target)
                out.append(f"using {alias.name} = {self.cpp_member_type(shape, cpp, key is not None)};")
        out.append("")
        seen = set()
        for constant in package.constants:
            if constant.name[0].isupper() and constant.name not in seen:
                seen.add(constant.name)
                out.append(f"inline constexpr std::string_view k{constant.name} = {constant.value};")
        out.append("")
        for name in order:
            out += self.struct_declaration(package, name)
        out += [f"}}  // namespace armillary::{space}", "", "namespace armillary::schema {", ""]
        for name in order:
            out += ["template <>", f"struct TypeOf<{space}::{name}> {{", "    static const TypeInfo& info();", "};"]
        out += ["", "}  // namespace armillary::schema", ""]
        return "\n".join(out)

    def struct_fields(self, package, name):
        """(inlined bases, own fields) of a struct; a list wrapper has the one field `items`."""
        if name in package.structs:
            fields = package.structs[name].fields
            return [f for f in fields if f.inline], [f for f in fields if not f.inline]
        return [], []

    def struct_declaration(self, package, name):
        if name not in package.structs:
            _, _, cpp, key, _ = self.resolve(package.aliases[name].target)
            return [f"struct {name} {{", f"    std::vector<{cpp}> items;", "};", ""]
        inlines, fields = self.struct_fields(package, name)
        bases = ", ".join(self.resolve(f.type)[2] for f in inlines)
        out = [f"struct {name}{' : ' + bases if bases else ''} {{"]
        structs = [f for f in fields if self.resolve(f.type)[1] == "Struct"]
        if structs or len(fields) > 6:
            out += [f"    {name}();", f"    {name}(const {name}&);", f"    {name}({name}&&) noexcept;",
                    f"    {name}& operator=(const {name}&);", f"    {name}& operator=({name}&&) noexcept;",
                    f"    ~{name}();"]
        for field in fields:
            shape, kind, cpp, key, _ = self.resolve(field.type)
            init = {"Bool": " = false", "Int32": " = 0", "Int64": " = 0", "Double": " = 0"}.get(kind, "")
            out.append(f"    {self.cpp_member_type(shape, cpp, key is not None)} {member_name(field)}"
                       f"{init if shape == 'Value' else ''};")
        return out + ["};", ""]

    def source(self, package):
        space = short_name(package.path)
        out = [f"// Made by apigen from {package.path}; do not edit.", "",
               f'#include "engine/schema/api/{space}.h"', "", "#include <cstddef>", "",
               '#include "engine/schema/shape_ops.h"', "",
               '#pragma GCC diagnostic ignored "-Winvalid-offsetof"', "", f"namespace armillary::{space} {{", ""]
        order = self.struct_order(package)
        for name in order:
            _, fields = self.struct_fields(package, name)
            if any(self.resolve(f.type)[1] == "Struct" for f in fields) or len(fields) > 6:
                out += [f"{name}::{name}() = default;", f"{name}::{name}(const {name}&) = default;",
                        f"{name}::{name}({name}&&) noexcept = default;",
                        f"{name}& {name}::operator=(const {name}&) = default;",
                        f"{name}& {name}::operator=({name}&&) noexcept = default;", f"{name}::~{name}() = default;"]
        out += ["", f"}}  // namespace armillary::{space}", "", "namespace armillary::schema {", "", "namespace {", ""]
        out += self.enum_tables(package)
        out += ["}  // namespace", ""]
        for name in order:
            out += self.type_table(package, name)
        out += ["}  // namespace armillary::schema", ""]
        return "\n".join(out)

    def enum_tables(self, package):
        used = set()
        for item in package.structs.values():
            if (package.path, item.name) in SKIPPED_STRUCTS:
                continue
            for field in item.fields:
                if enum := self.resolve(field.type)[4]:
                    used.add(enum)
        out = []
        for key in sorted(used):
            values = [c for c in self.packages[key[0]].constants if c.type == key[1]]
            rows = ", ".join(f"{{{c.value}, {self.docs.index(c.doc)}}}" for c in sorted(values, key=lambda c: c.value))
            if rows:
                out.append(f"constexpr EnumValue {self.enum_symbol(key)}[] = {{{rows}}};")
        return out

    def enum_symbol(self, key):
        return f"kEnum_{short_name(key[0])}_{key[1]}"

    def type_table(self, package, name):
        space = short_name(package.path)
        cpp_name = f"{space}::{name}"
        inlines, fields = self.struct_fields(package, name)
        rows = []
        for field in fields:
            rows.append(self.field_row(cpp_name, field))
        wrapper = name not in package.structs
        if wrapper:
            _, kind, cpp, key, _ = self.resolve(package.aliases[name].target)
            type_ref = f"&kType_{short_name(key[0])}_{key[1]}" if key else "nullptr"
            rows.append(f'{{"items", 1, Kind::{kind}, Shape::List, false, true, offsetof({cpp_name}, items), {type_ref}, '
                        f'&ListOps<std::vector<{cpp}>>::kOps, ListType::Unspecified, "", false, "", "", "", {{}}, 0}}')
        declaration = (package.aliases if wrapper else package.structs)[name]
        doc = declaration.doc
        form = next((f", JsonForm::{m.split('=')[1]}" for m in declaration.markers if m.startswith("jsonForm=")), "")
        bases = []
        for field in inlines:
            cpp = self.resolve(field.type)[2]
            bases.append(f"{{{field.number}, [](void* object) -> void* {{ return static_cast<{cpp}*>(static_cast<{cpp_name}*>(object)); }}, "
                         f"&kType_{cpp.replace('::', '_')}}}")
        symbol = f"{space}_{name}"
        out = []
        if rows:
            out += [f"static constinit const FieldInfo kFields_{symbol}[] = {{"]
            out += [f"    {row}," for row in rows] + ["};"]
        if bases:
            out += [f"static constinit const InlineInfo kInlines_{symbol}[] = {{"] + [f"    {b}," for b in bases] + ["};"]
        spans = (f"kFields_{symbol}" if rows else "{}") + ", " + (f"kInlines_{symbol}" if bases else "{}")
        out += [f'constinit const TypeInfo kType_{symbol}{{"{name}", "{package.path}", "{open_api_name(package.path, name)}", '
                f"{spans}, sizeof({cpp_name}), {self.docs.index(doc)}, {'true' if wrapper else 'false'}, "
                f"StructOps<{cpp_name}>::create, StructOps<{cpp_name}>::destroy, StructOps<{cpp_name}>::clone{form}}};",
                f"const TypeInfo& TypeOf<{cpp_name}>::info() {{ return kType_{symbol}; }}", ""]
        return out

    def field_row(self, cpp_name, field):
        shape, kind, cpp, key, enum = self.resolve(field.type)
        markers = dict(m.split("=", 1) if "=" in m else (m, "") for m in field.markers)
        keys = ",".join(m.split("=", 1)[1] for m in field.markers if m.startswith("listMapKey="))
        list_type = {"atomic": "Atomic", "set": "Set", "map": "Map"}.get(markers.get("listType", ""), "Unspecified")
        atomic = "true" if "atomic" in (markers.get("mapType"), markers.get("structType")) else "false"
        required = "true" if "optional" not in markers and not field.omit_empty else "false"
        ops = "nullptr"
        if shape != "Value":
            ops_name = {"Optional": "OptionalOps", "List": "ListOps", "Map": "MapOps"}[shape]
            ops = f"&{ops_name}<{self.cpp_member_type(shape, cpp, key is not None)}>::kOps"
        type_ref = f"&kType_{short_name(key[0])}_{key[1]}" if key else "nullptr"
        enum_ref = "{}"
        if enum and any(c.type == enum[1] for c in self.packages[enum[0]].constants):
            enum_ref = self.enum_symbol(enum)
        default = markers.get("default", "")
        return (f'{{"{field.json_name}", {field.number}, Kind::{kind}, Shape::{shape}, '
                f'{"true" if field.omit_empty else "false"}, {required}, offsetof({cpp_name}, {member_name(field)}), '
                f'{type_ref}, {ops}, ListType::{list_type}, "{keys}", {atomic}, "{field.patch_strategy}", '
                f'"{field.patch_merge_key}", {quote(default)}, {enum_ref}, {self.docs.index(field.doc)}}}')

    def declared_types(self, package):
        """extern declarations of every table that this package's tables name."""
        names = {(package.path, name) for name in self.struct_order(package)}
        for item in package.structs.values():
            if (package.path, item.name) not in SKIPPED_STRUCTS:
                names |= {key for f in item.fields if (key := self.resolve(f.type)[3])}
        return [f"extern constinit const TypeInfo kType_{short_name(p)}_{n};" for p, n in sorted(names)]

    def registry(self, directory):
        blob = directory.resolve() / "documentation.bin"
        out = ["// Made by apigen; do not edit.", "", '#include "engine/schema/atomic_types.h"', "",
               'asm(R"(.section .rodata', ".global armillaryDocumentation", ".global armillaryDocumentationEnd",
               "armillaryDocumentation:", f'.incbin "{blob}"', "armillaryDocumentationEnd:", '.byte 0', '.previous)");',
               "", "namespace armillary::schema {", ""]
        symbols = [f"kType_{short_name(p.path)}_{n}" for p in self.packages.values() for n in self.struct_order(p)]
        out += [f"extern constinit const TypeInfo {s};" for s in symbols]
        atomic = [f"kType_{short_name(p.path)}_{s.name}" for p in self.packages.values() for s in p.structs.values()
                  if "structType=atomic" in s.markers and (p.path, s.name) not in SKIPPED_STRUCTS]
        out += ["", "bool isAtomicStruct(const TypeInfo& type) {", "    static constexpr const TypeInfo* kAtomic[] = {"]
        out += [f"        &{s}," for s in sorted(atomic)]
        out += ["    };", "    for (const TypeInfo* atomic : kAtomic)", "        if (atomic == &type) return true;",
                "    return false;", "}"]
        out += ["", "std::span<const TypeInfo* const> allTypes() {", "    static constexpr const TypeInfo* kAll[] = {"]
        out += [f"        &{s}," for s in symbols]
        out += ["    };", "    return kAll;", "}", "", "}  // namespace armillary::schema", ""]
        return "\n".join(out)


def write_if_changed(path, content):
    data = content if isinstance(content, bytes) else content.encode()
    if not path.exists() or path.read_bytes() != data:
        path.write_bytes(data)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--root", required=True, action="append")
    parser.add_argument("packages", nargs="+")
    arguments = parser.parse_args()
    compiler = Compiler(arguments.root, arguments.packages)
    arguments.out.mkdir(parents=True, exist_ok=True)
    for package in compiler.packages.values():
        space = short_name(package.path)
        write_if_changed(arguments.out / f"{space}.h", compiler.header(package))
        source = compiler.source(package).replace(
            "namespace armillary::schema {\n", "namespace armillary::schema {\n\n" + "\n".join(compiler.declared_types(package)) + "\n", 1)
        write_if_changed(arguments.out / f"{space}.cpp", source)
    write_if_changed(arguments.out / "registry.cpp", compiler.registry(arguments.out))
    write_if_changed(arguments.out / "documentation.bin", compiler.docs.blob())


if __name__ == "__main__":
    main()
