#!/usr/bin/env python3
"""Every text of the window is in every language, and says in it where its parts go.
usage: translations.py SOURCE_ROOT
Fails when a file in i18n/ lacks a text that the sources have, has one that they have no longer, has one that is not
translated, or one whose placeholders, markup or ellipsis are not the source's. Ends with 77 where lupdate is missing.
"""
import collections
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

PLURAL_FORMS = {"en": 2, "de": 2, "zh_CN": 1}
# What a translation takes over: %1 and %L1, <b>, an ellipsis, a mnemonic's &.
FIXED = re.compile(r"%L?[1-9]|<[^>]*>|…|&[a-z]+;|&")
COUNT = re.compile(r"%L?n")


def texts(file):
    """By context, source and comment: the message."""
    found = {}
    for context in xml.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            key = (context.findtext("name"), message.findtext("source"), message.findtext("comment") or "")
            found[key] = message
    return found


def forms(message):
    translation = message.find("translation")
    if message.get("numerus") == "yes":
        return [form.text or "" for form in translation.iter("numerusform")]
    return [translation.text or ""]


def parts(text):
    # Which way round they stand is the language's; how often each does is not.
    return collections.Counter(FIXED.findall(text))


def problems(language, known, wanted):
    """What is wrong with `known`, where the sources have `wanted`."""
    for key in wanted.keys() - known.keys():
        yield key, "is missing"
    for key in known.keys() - wanted.keys():
        yield key, "is not in the sources any more"
    for key in known.keys() & wanted.keys():
        message, source = known[key], key[1]
        plural = message.get("numerus") == "yes"
        all_forms = forms(message)
        if message.find("translation").get("type"):
            yield key, "is not finished"
        elif plural and len(all_forms) != PLURAL_FORMS[language]:
            yield key, f"has {len(all_forms)} plural forms, not {PLURAL_FORMS[language]}"
        elif not all(form.strip() for form in all_forms):
            yield key, "is empty"
        for form in all_forms:
            if form.strip() and parts(form) != parts(source):
                yield key, f"has other placeholders or markup: {form!r}"
        # "one pod" needs no number; what is said of many does.
        if plural and all_forms[-1].strip() and COUNT.findall(all_forms[-1]) != COUNT.findall(source):
            yield key, f"does not say how many: {all_forms[-1]!r}"


def extract(lupdate, root, files, *options):
    command = [lupdate, "-silent", "-no-obsolete", "-locations", "none", *options, root / "app", root / "qml", "-ts", *files]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"lupdate has failed: {done.stderr}")


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    lupdate = shutil.which("lupdate", path="/usr/lib/qt6/bin:/usr/lib64/qt6/bin") or shutil.which("lupdate6")
    if not lupdate:
        print("skipped: lupdate is missing (installer/deps.sh installs it)")
        return 77
    count = 0
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        # From nothing: what lupdate guesses from similar texts is not looked at.
        folder = pathlib.Path(folder)
        fresh, plural = folder / "all_de.ts", folder / "plural_en.ts"
        extract(lupdate, root, [fresh])
        extract(lupdate, root, [plural], "-pluralonly")
        for language in PLURAL_FORMS:
            wanted = texts(plural if language == "en" else fresh)
            known = texts(root / "i18n" / f"armillary_{language}.ts")
            count += len(known)
            wrong += [(language, key, what) for key, what in problems(language, known, wanted)]
    for language, (context, source, _), what in sorted(wrong):
        print(f"i18n/armillary_{language}.ts: {context}: {source!r} {what}")
    if wrong:
        print(f"{len(wrong)} wrong; CONTRIBUTING.md says how to change a string")
        return 1
    print(f"{count} texts, all translated")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main())
