#!/usr/bin/env python3
"""Writes a container image as one tar file in the OCI image layout (image-spec v1.1), which containerd imports.

The same inputs give the same bytes: names are sorted, times are zero, nothing of the machine gets in.
"""
import argparse
import hashlib
import io
import json
import platform
import subprocess
import sys
import tarfile

LAYER = 'application/vnd.oci.image.layer.v1.tar'
CONFIG = 'application/vnd.oci.image.config.v1+json'
MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
ARCHITECTURES = {'x86_64': 'amd64', 'aarch64': 'arm64', 'ppc64le': 'ppc64le', 's390x': 's390x', 'riscv64': 'riscv64'}
PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'


class Tar:
    """A tar file in memory whose entries carry no time and no owner but root."""

    def __init__(self):
        self._buffer = io.BytesIO()
        self._tar = tarfile.open(fileobj=self._buffer, mode='w', format=tarfile.USTAR_FORMAT)

    def add(self, name, data=b'', mode=0o644, kind=tarfile.REGTYPE, link=''):
        entry = tarfile.TarInfo(name)
        entry.type, entry.mode, entry.linkname = kind, mode, link
        entry.size = len(data)
        self._tar.addfile(entry, io.BytesIO(data))

    def bytes(self):
        self._tar.close()
        return self._buffer.getvalue()


def layer(files, links, folders):
    """files: path -> (bytes, mode); links: path -> target; folders: path -> mode. Paths are absolute."""
    folders = dict(folders)
    for path in [*files, *links, *folders]:
        parent = path.rsplit('/', 1)[0]
        while parent:
            folders.setdefault(parent, 0o755)
            parent = parent.rsplit('/', 1)[0]
    tar = Tar()
    for path in sorted({*files, *links, *folders}):
        name = path.lstrip('/')
        if path in folders:
            tar.add(name + '/', mode=folders[path], kind=tarfile.DIRTYPE)
        elif path in links:
            tar.add(name, mode=0o777, kind=tarfile.SYMTYPE, link=links[path])
        else:
            tar.add(name, files[path][0], files[path][1])
    return tar.bytes()


def shell(busybox, files, links, folders):
    """Adds busybox under every name that it answers to, and what its programs read."""
    with open(busybox, 'rb') as program:
        data = program.read()
    if b'ld-linux' in data[:4096]:
        sys.exit(f'{busybox} is not static: install busybox-static')
    files['/bin/busybox'] = (data, 0o755)
    for applet in subprocess.run([busybox, '--list'], check=True, capture_output=True, text=True).stdout.split():
        if applet != 'busybox':
            links['/bin/' + applet] = 'busybox'
    links['/usr/bin/env'] = '/bin/busybox'
    files['/etc/passwd'] = (b'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n', 0o644)
    files['/etc/group'] = (b'root:x:0:\nnogroup:x:65534:\n', 0o644)
    files['/etc/nsswitch.conf'] = (b'passwd: files\ngroup: files\nhosts: files dns\n', 0o644)
    folders.update({'/root': 0o700, '/tmp': 0o1777, '/var/tmp': 0o1777})


def write(out, name, layer_bytes, config):
    """The image layout: blobs under their digests, and an index that names the image for containerd."""
    blobs = {}

    def blob(data, media_type):
        digest = hashlib.sha256(data).hexdigest()
        blobs[digest] = data
        return {'mediaType': media_type, 'digest': 'sha256:' + digest, 'size': len(data)}

    def document(value):
        return json.dumps(value, sort_keys=True, separators=(',', ':')).encode()

    layer_descriptor = blob(layer_bytes, LAYER)
    config = {**config, 'rootfs': {'type': 'layers', 'diff_ids': [layer_descriptor['digest']]}}
    manifest = blob(document({'schemaVersion': 2, 'mediaType': MANIFEST, 'config': blob(document(config), CONFIG),
                              'layers': [layer_descriptor]}), MANIFEST)
    manifest['annotations'] = {'io.containerd.image.name': name,
                               'org.opencontainers.image.ref.name': name.rsplit(':', 1)[1]}
    manifest['platform'] = {'architecture': config['architecture'], 'os': 'linux'}
    tar = Tar()
    tar.add('oci-layout', document({'imageLayoutVersion': '1.0.0'}))
    tar.add('index.json', document({'schemaVersion': 2, 'mediaType': 'application/vnd.oci.image.index.v1+json',
                                    'manifests': [manifest]}))
    for folder in ('blobs/', 'blobs/sha256/'):
        tar.add(folder, mode=0o755, kind=tarfile.DIRTYPE)
    for digest in sorted(blobs):
        tar.add('blobs/sha256/' + digest, blobs[digest])
    with open(out, 'wb') as file:
        file.write(tar.bytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--out', required=True)
    parser.add_argument('--name', required=True, help='reference with tag, e.g. armillary.dev/pause:1')
    parser.add_argument('--file', action='append', default=[], help='/path/in/image=path/on/machine, executable')
    parser.add_argument('--text', action='append', default=[], help='/path/in/image=one line of text')
    parser.add_argument('--busybox', help='adds a shell and the usual tools')
    parser.add_argument('--entrypoint', required=True)
    parser.add_argument('--user', default='')
    parser.add_argument('--port', type=int)
    arguments = parser.parse_args()

    files, links, folders = {}, {}, {}
    if arguments.busybox:
        shell(arguments.busybox, files, links, folders)
    for pair in arguments.file:
        path, source = pair.split('=', 1)
        with open(source, 'rb') as program:
            files[path] = (program.read(), 0o755)
    for pair in arguments.text:
        path, text = pair.split('=', 1)
        files[path] = (text.encode() + b'\n', 0o644)
    run = {'Env': ['PATH=' + PATH], 'Entrypoint': [arguments.entrypoint], 'WorkingDir': '/'}
    if arguments.user:
        run['User'] = arguments.user
    if arguments.port:
        run['ExposedPorts'] = {f'{arguments.port}/tcp': {}}
    machine = platform.machine()
    write(arguments.out, arguments.name, layer(files, links, folders),
          {'architecture': ARCHITECTURES.get(machine, machine), 'os': 'linux', 'config': run,
           'created': '1970-01-01T00:00:00Z'})


if __name__ == '__main__':
    main()
