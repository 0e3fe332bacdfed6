#!/usr/bin/env python3
"""Writes the manual pages from what the programs themselves say of their options.

usage: man.py BIN_DIR OUT_DIR VERSION
"""
import os
import pathlib
import re
import subprocess
import sys

# Per program: section, a line about it, what it is, examples.
PAGES = {
    "armillary": (1, "a Kubernetes cluster in a window", """\
Armillary's desktop: shows every kind of a cluster live, says why an object is in the state it is in, and does what can be
done to it. Without options it shows the cluster of this machine, and offers to make one when there is none yet. With
--kubeconfig it attaches to any other cluster, with the rights that the file's user has there.""", [
        ("armillary", "this machine's cluster"),
        ("armillary --kubeconfig ~/.kube/config --context staging", "another cluster"),
        ("armillary --offline", "simulated machines, gone when the window closes")]),
    "armillaryctl": (1, "brings an Armillary cluster up and down", """\
Starts and stops the control plane and this machine's node, makes tokens for further machines, loads images, copies the
cluster to a file and back, says why an object is in the state it is in, and edits and checks manifests in files.""", [
        ("armillaryctl up", "from nothing to a Ready node"),
        ("armillaryctl why deploy/web -n shop", "why a deployment does not get ready"),
        ("armillaryctl manifest set app.yaml --object deploy/web --path spec.replicas --value 3",
         "shows an edit that keeps every comment; --write makes it"),
        ("armillaryctl down --purge", "leaves nothing behind")]),
    "armillaryd": (1, "Armillary's control plane", """\
API server, scheduler, controllers and a durable state store in one process. Usually started by armillaryctl(1) or by the
window.""", []),
    "armillary-node": (8, "Armillary's node agent", """\
Makes this machine a worker node of an Armillary cluster: runs its pods under containerd(8), with networks and volumes.
Needs root. Usually started by armillaryctl(1).""", [
        ("armillary-node join --server https://192.0.2.1:6443 --token-file - --ca-hash sha256:…", "joins a cluster"),
        ("armillary-node run", "is its node from then on")]),
}
FILES = [
    ("~/.local/share/armillary", "the cluster's data directory, unless --data-dir says otherwise"),
    ("DIR/admin.kubeconfig", "the administrator's kubeconfig"),
    ("DIR/state.db", "the state store"),
    ("DIR/log/", "logs of the programs"),
]


def help_of(program, *subcommands):
    # A home of nobody's, so that defaults name no folder of whoever makes the page.
    environment = {"PATH": os.environ["PATH"], "HOME": "/HOME", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([program, *subcommands, "--help"], capture_output=True, text=True, env=environment, check=True)
    return done.stdout.replace("/HOME/", "~/").replace(str(program), program.name)


def sections(text):
    """{"": first lines, "Options": [(term, description)], ...} of a help text."""
    found, current = {"": []}, ""
    for line in text.splitlines():
        heading = re.fullmatch(r"([A-Z][a-z]+):", line)
        if heading:
            current = heading[1]
            found[current] = []
        elif not current:
            found[""].append(line.strip())
        elif line.startswith("   ") and line.strip() and found[current]:
            term, description = found[current][-1]
            found[current][-1] = (term, (description + " " + line.strip()).strip())
        elif line.strip():
            term, _, description = line.strip().partition("  ")
            found[current].append((term.strip(), description.strip()))
    return found


def escaped(text):
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...")
    return "\\&" + text if text[:1] in ".'" else text


def terms(rows):
    return [part for term, description in rows for part in (".TP", ".B " + escaped(term), escaped(description) or "\\&")]


def commands(program, path, parsed):
    """The options of each subcommand, and of those below it."""
    lines = []
    for name, description in parsed.get("Subcommands", []):
        below = sections(help_of(program, *path, name))
        lines += [".SS " + escaped(" ".join([*path, name])), escaped(description[:1].upper() + description[1:] + ".")]
        lines += terms(below.get("Positionals", []))
        lines += terms([row for row in below.get("Options", []) if not row[0].startswith("-h,")])
        lines += commands(program, [*path, name], below)
    return lines


def page(program, version):
    section, line, description, examples = PAGES[program.name]
    parsed = sections(help_of(program))
    lines = [f'.TH {program.name.upper()} {section} "" "Armillary {version}" "Armillary"',
             ".SH NAME", escaped(f"{program.name} - {line}"),
             ".SH SYNOPSIS", f".B {escaped(program.name)}",
             "[OPTIONS]" + (" COMMAND" if "Subcommands" in parsed else ""),
             ".SH DESCRIPTION", escaped(description),
             ".SH OPTIONS", *terms(parsed["Options"])]
    if "Subcommands" in parsed:
        lines += [".SH COMMANDS", *commands(program, [], parsed)]
    if examples:
        lines += [".SH EXAMPLES", *terms(examples)]
    others = [f"{name}({PAGES[name][0]})" for name in PAGES if name != program.name] + ["kubectl(1)"]
    lines += [".SH FILES", *terms(FILES), ".SH SEE ALSO", escaped(", ".join(others))]
    return section, "\n".join(lines) + "\n"


def main():
    binaries, out, version = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
    for name in PAGES:
        section, text = page(binaries.resolve() / name, version)
        folder = out / f"man{section}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.{section}").write_text(text)


if __name__ == "__main__":
    main()
