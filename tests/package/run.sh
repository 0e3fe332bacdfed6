#!/usr/bin/env bash
# Installs what installer/package.sh makes in a clean Debian 13 and starts it there.
#   usage: tests/package/run.sh BUILD_DIR        needs root, mmdebstrap, makeself, patchelf and a Debian mirror; about ten minutes
# A package that cannot be installed, a library that is missing, a window that does not come up or a file that stays behind
# fails it. Status 77: skipped, with the reason.
set -uo pipefail
build=$(cd "${1:?usage: tests/package/run.sh BUILD_DIR}" && pwd) || exit 2
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 2
[[ $EUID == 0 ]] || { echo 'skipped: needs root'; exit 77; }
for program in mmdebstrap makeself patchelf; do
  command -v "$program" >/dev/null || { echo "skipped: needs $program (apt-get install $program)"; exit 77; }
done
work=$(mktemp -d)
root=$work/root
leave() { for place in dev/pts dev proc sys; do ! mountpoint -q "$root/$place" || umount "$root/$place"; done; rm -rf --one-file-system "$work"; }
trap leave EXIT
failed=0 passed=0
check() { # check WHAT COMMAND…
  local what=$1; shift
  if "$@" >"$work/out" 2>&1; then passed=$((passed + 1)); echo "  ok  $what"; else
    failed=$((failed + 1)); echo "FAIL  $what"; tail -n 20 "$work/out" | sed 's/^/      /'
  fi
}
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
# The window for some seconds on a screen of memory: it must still be there, and have said nothing.
window() { # window PROGRAM
  local said status
  said=$(inside env QT_QPA_PLATFORM=offscreen QT_QUICK_BACKEND=software XDG_RUNTIME_DIR=/tmp timeout 8 "$1" --offline 2>&1); status=$?
  [[ $status == 124 && -z $said ]] || { printf 'status %s\n%s\n' "$status" "$said"; return 1; }
}
control_plane() { # control_plane PREFIX: comes up, answers, goes
  inside "$1armillaryctl" up --data-dir /tmp/cluster --listen 127.0.0.1:0 --nodes none &&
    inside "$1armillaryctl" status --data-dir /tmp/cluster && inside "$1armillaryctl" down --purge --data-dir /tmp/cluster &&
    [[ ! -e $root/tmp/cluster ]]
}

check 'the packages are made' installer/package.sh --build "$build" --out "$work/dist"
((failed == 0)) || exit 1
mirror=$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | grep -m 1 /debian)
echo "  ..  making a clean Debian 13 from $(basename "${mirror%/}")"
mmdebstrap --quiet --variant=apt trixie "$root" "$mirror" >"$work/out" 2>&1 || { echo 'skipped: no Debian 13 to be had'; tail -n 3 "$work/out"; exit 77; }
for place in proc sys dev dev/pts; do mount --bind "/$place" "$root/$place"; done
# As this machine reaches its mirror, so does the clean system.
cp -L /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null
grep -rhi 'proxy' /etc/apt/apt.conf /etc/apt/apt.conf.d 2>/dev/null >"$root/etc/apt/apt.conf.d/50proxy"
inside apt-get update -qq >"$work/out" 2>&1 || { echo 'skipped: the clean Debian 13 does not reach the mirror'; tail -n 3 "$work/out"; exit 77; }

cp "$work"/dist/*.run "$root/tmp/bundle.run"
# What every desktop has: fonts, and what a machine's own graphics are spoken to with.
inside apt-get install -y -qq --no-install-recommends libegl1 libgl1 libopengl0 libfontconfig1 libx11-xcb1 libxcb1 xz-utils tar fonts-dejavu-core >"$work/out" 2>&1 ||
  { echo 'FAIL  what every desktop has cannot be installed'; tail -n 5 "$work/out"; exit 1; }
check 'the bundle installs itself' inside /tmp/bundle.run --nox11
check 'it stands where it says' test -x "$root/root/.local/opt/armillary/bin/armillary"
check "the bundle's programs run" inside /root/.local/bin/armillaryctl version
check "the bundle's node agent runs" inside /root/.local/bin/armillary-node --help
check "the bundle's containerd runs" inside /root/.local/opt/armillary/lib/armillary/runtime/bin/containerd --version
check "the bundle's runc runs" inside /root/.local/opt/armillary/lib/armillary/runtime/bin/runc --version
check "the bundle's control plane comes and goes" control_plane /root/.local/bin/
check "the bundle's window comes up" window /root/.local/bin/armillary
check 'a second time replaces the first' inside /tmp/bundle.run --nox11
mkdir -p "$root/srv/other" && touch "$root/srv/other/thing"
check "somebody else's folder is refused" bash -c '! "$@"' - chroot "$root" env -i PATH=/usr/bin:/bin HOME=/root /tmp/bundle.run --nox11 -- --prefix /srv/other
check 'and left alone' test -e "$root/srv/other/thing"

cp "$work"/dist/*.deb "$root/tmp/armillary.deb"
check 'the Debian package installs with all it needs' inside apt-get install -y -qq --no-install-recommends /tmp/armillary.deb
check 'its programs run' inside armillaryctl version
check 'its control plane comes and goes' control_plane ''
check 'its window comes up' window armillary
for page in armillary.1 armillaryctl.1 armillaryd.1; do check "there is a manual page $page" test -s "$root/usr/share/man/man1/$page.gz"; done
check 'its polkit action names the node agent' grep -q '>/usr/lib/armillary/bin/armillary-node<' "$root/usr/share/polkit-1/actions/dev.armillary.policy"
check 'which is there' test -x "$root/usr/lib/armillary/bin/armillary-node"
check 'its images are there' test -s "$root/usr/lib/armillary/images/pause.tar"
command -v systemd-analyze >/dev/null && check 'its unit is sound' bash -c 'systemd-analyze verify --man=no --root="$0" armillary.service 2>&1 | { ! grep -E "armillary.service:[0-9]+:"; }' "$root"
command -v desktop-file-validate >/dev/null && check 'its desktop entry is sound' desktop-file-validate "$root/usr/share/applications/dev.armillary.Armillary.desktop"
command -v appstreamcli >/dev/null && check 'its metadata are sound' appstreamcli validate --no-net "$root/usr/share/metainfo/dev.armillary.Armillary.metainfo.xml"
check 'it goes again' inside apt-get purge -y -qq armillary
check 'and leaves no file' bash -c '! find "$0"/usr "$0"/etc -path "*armillary*" | grep .' "$root"
echo "$passed passed, $failed failed"
((failed == 0))
