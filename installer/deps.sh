#!/usr/bin/env bash
# Installs what Armillary needs to build, run and test on Debian 12 or 13 (Ubuntu 25.04 or newer works alike).
#   usage: installer/deps.sh [--quiet]
# Idempotent: a second run returns within a second. On Debian 12 it adds the trixie suite at low priority and takes
# from it only the packages named below; everything else stays as it was.
set -euo pipefail

# What must come from trixie on Debian 12, because bookworm's own is too old or absent.
toolchain=(g++-14 mold)
libraries=(libboost-dev libboost-system-dev libboost-url-dev libboost-json-dev libssl-dev libsqlite3-dev libsimdjson-dev libfyaml-dev
  libcli11-dev libspdlog-dev libre2-dev zlib1g-dev libcap-dev
  libgrpc++-dev libprotobuf-dev protobuf-compiler protobuf-compiler-grpc
  libnftables-dev libnl-3-dev libnl-route-3-dev libldns-dev libseccomp-dev)
upstream_types=(golang-k8s-api-dev golang-k8s-apimachinery-dev golang-github-kubernetes-cri-api-dev)
window=(qt6-base-dev qt6-declarative-dev qt6-svg-dev qt6-shadertools-dev libkf6archive-dev libkf6syntaxhighlighting-dev
  qml6-module-qtquick qml6-module-qtquick-controls qml6-module-qtquick-layouts qml6-module-qtquick-templates
  qml6-module-qtquick-window qml6-module-qtqml-workerscript qml6-module-qtquick-shapes qml6-module-qtquick-effects
  qml6-module-qttest qml6-module-qtquick-dialogs qt6-qpa-plugins libgl1-mesa-dri fonts-inter)
# busybox: the sample image's shell. Debian 12's own crashes on `wget -T`.
runtime=(containerd runc containernetworking-plugins busybox-static)
from_trixie=("${toolchain[@]}" "${libraries[@]}" "${upstream_types[@]}" "${window[@]}" "${runtime[@]}")
# What Debian 12's own suite serves well enough.
plain=(cmake ninja-build ccache git python3 python3-yaml python3-kubernetes curl openssl iproute2 nftables iptables
  procps ca-certificates clang-format-19 clang-tidy-19 xvfb xauth xdotool x11-utils imagemagick socat jq
  doctest-dev libbenchmark-dev libclang-rt-19-dev clang-19 golang-go sudo)

step() { printf '\033[1m==>\033[0m %s\n' "$*"; }
die() { printf 'installer/deps.sh: %s\n' "$*" >&2; exit 1; }
missing() { # the packages among "$@" that are not installed
  local package state
  for package; do
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [[ $state == installed ]] || printf '%s\n' "$package"
  done
}
as_root() { if [[ $EUID == 0 ]]; then "$@"; else sudo "$@"; fi; }

command -v apt-get >/dev/null || die 'needs apt-get: use Debian 12 or 13, or Ubuntu 25.04 or newer'

release=$(. /etc/os-release && printf '%s-%s' "$ID" "$VERSION_ID")
command -v kubectl >/dev/null || from_trixie+=(kubernetes-client)
mapfile -t wanted < <(missing "${from_trixie[@]}")
if command -v busybox >/dev/null; then
  broken=0; busybox wget -q -T 1 -O /dev/null http://127.0.0.1:9/ 2>/dev/null || broken=$?
  ((broken < 128)) || wanted+=(busybox-static)
fi
mapfile -t wanted_plain < <(missing "${plain[@]}")
if ((${#wanted[@]} + ${#wanted_plain[@]} == 0)); then
  [[ ${1:-} == --quiet ]] || step 'everything needed is installed'
  exit 0
fi
[[ $EUID == 0 ]] || command -v sudo >/dev/null || die 'needs root: run it as root, or install sudo'

export DEBIAN_FRONTEND=noninteractive
target=()
if [[ $release == debian-12 ]]; then
  target=(-t trixie)
  list=/etc/apt/sources.list.d/armillary-trixie.sources
  if [[ ! -e $list ]]; then
    step 'adding the trixie suite at low priority'
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Codename: bookworm' 2>/dev/null | head -n 1)
    [[ -n $mirror ]] || die 'found no Debian mirror in the apt sources; add one for bookworm and run again'
    printf 'Types: deb\nURIs: %s\nSuites: trixie\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n' \
      "$mirror" | as_root tee "$list" >/dev/null
    printf 'Package: *\nPin: release n=trixie\nPin-Priority: 100\n' | as_root tee /etc/apt/preferences.d/armillary-trixie >/dev/null
  fi
fi
step 'refreshing the package lists'
as_root apt-get update -qq
if ((${#wanted_plain[@]})); then
  step "installing ${#wanted_plain[@]} tools"
  as_root apt-get install -y -qq --no-install-recommends "${wanted_plain[@]}" >/dev/null
fi
if ((${#wanted[@]})); then
  step "installing ${#wanted[@]} libraries (about two minutes)"
  as_root apt-get install -y -qq --no-install-recommends "${target[@]}" "${wanted[@]}" >/dev/null
fi
step 'done'
