#!/usr/bin/env python3
"""Writes the names, licences and notices of all crates that the program has built in to standard output.

Most of their licences ask for it wherever the program is given away. The crates are those that cargo would build for the
platform that is named (or this machine's own) without what only builds or tests need.
"""

import json
import pathlib
import subprocess
import sys

# Names under which crates keep their licences and notices.
NOTICES = ("LICENSE*", "LICENCE*", "license*", "COPYING*", "COPYRIGHT*", "NOTICE*", "UNLICENSE*")


def metadata(platform):
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", platform]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def built_in(known):
    """The identities of the crates that end up in the program."""
    nodes = {node["id"]: node for node in known["resolve"]["nodes"]}
    found, left = set(), [known["resolve"]["root"]]
    while left:
        crate = left.pop()
        if crate in found:
            continue
        found.add(crate)
        for needed in nodes[crate]["deps"]:
            if any(kind["kind"] is None for kind in needed["dep_kinds"]):
                left.append(needed["pkg"])
    return found - {known["resolve"]["root"]}


def notices(package):
    folder = pathlib.Path(package["manifest_path"]).parent
    files = sorted({file for pattern in NOTICES for file in folder.glob(pattern) if file.is_file()})
    return [file.read_text("utf-8", "replace").strip() for file in files]


def main():
    host = subprocess.run(["rustc", "-vV"], check=True, capture_output=True, text=True).stdout
    host = next(line.removeprefix("host: ") for line in host.splitlines() if line.startswith("host: "))
    known = metadata(sys.argv[1] if len(sys.argv) > 1 else host)
    crates = built_in(known)
    packages = sorted(
        (package for package in known["packages"] if package["id"] in crates),
        key=lambda package: (package["name"], package["version"]),
    )
    # Many crates say the same in the same words; each text stands once.
    texts, index = {}, []
    for package in packages:
        numbers = [texts.setdefault(text, len(texts) + 1) for text in notices(package)]
        said = ", ".join(map(str, numbers)) or "none of its own"
        index.append(f"{package['name']} {package['version']}: {package['license']}; text: {said}")
    print("Built into glassix-import; SQLite, which is in the public domain, comes with libsqlite3-sys.\n")
    print("\n".join(index))
    for text, number in texts.items():
        print(f"\n{'=' * 20} text {number} {'=' * 20}\n\n{text}")


main()
