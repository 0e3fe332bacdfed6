#!/usr/bin/env bash
# Makes what people install, from a release build: a Debian package, and a bundle that brings everything along.
#   usage: installer/package.sh [--deb | --bundle] [--build DIR] [--out DIR]
#     --deb       dist/armillary_VERSION_ARCH.deb, which needs Debian's own Qt, containerd, runc and CNI plugins
#     --bundle    dist/armillary-VERSION-ARCH.run, a file that unpacks itself with all of them inside; needs no root to
#                 install, and a C library that is not older than this machine's
#     --build DIR the build to take; build/release unless given, which is made if it is not there
#     --out DIR   where to put them; dist unless given
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
what='deb bundle' build=build/release out=dist
while (($#)); do
  case $1 in
    --deb | --bundle) what=${1#--}; shift ;;
    --build) build=${2:?--build needs a folder}; shift 2 ;;
    --out) out=${2:?--out needs a folder}; shift 2 ;;
    -h | --help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) printf 'installer/package.sh: unknown option %s (see --help)\n' "$1" >&2; exit 2 ;;
  esac
done
step() { printf '\033[1m==>\033[0m %s\n' "$*"; }
die() { printf 'installer/package.sh: %s\n' "$*" >&2; exit 1; }
needs() { # needs PROGRAM PACKAGE
  command -v "$1" >/dev/null || die "needs $1: apt-get install $2"
}
needs dpkg-shlibdeps dpkg-dev
[[ $what != *bundle* ]] || { needs makeself makeself; needs patchelf patchelf; }

if [[ ! -x $build/bin/armillary ]]; then
  step "building in $build"
  cmake --preset release -DARMILLARY_TESTS=OFF >/dev/null && cmake --build "$build" >/dev/null || die 'the build failed: cmake --build '"$build"
fi
version=$("$build/bin/armillaryctl" --version | awk '{print $NF}')
[[ $version =~ ^[0-9]+(\.[0-9]+)+$ ]] || die "armillaryctl says no version but '$version'"
arch=$(dpkg --print-architecture)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
out=$(cd "$out" && pwd)

# fill TREE LIBDIR: an installation with the prefix TREE, where LIBDIR is what its policy names.
fill() {
  local tree=$1 libdir=$2 date
  cmake --install "$build" --prefix "$tree" --strip >/dev/null
  python3 installer/man.py "$build/bin" "$tree/share/man" "$version"
  find "$tree/share/man" -type f -exec gzip -9n {} +
  date=$(git log -1 --format=%cs 2>/dev/null || date +%F)
  mkdir -p "$tree/share/metainfo" "$tree/share/polkit-1/actions"
  sed "s/@VERSION@/$version/; s/@DATE@/$date/" installer/files/dev.armillary.Armillary.metainfo.xml >"$tree/share/metainfo/dev.armillary.Armillary.metainfo.xml"
  sed "s|@LIBDIR@|$libdir|" installer/files/dev.armillary.policy >"$tree/share/polkit-1/actions/dev.armillary.policy"
}
qml_packages=(qml6-module-qtcore qml6-module-qtquick qml6-module-qtquick-controls qml6-module-qtquick-layouts qml6-module-qtquick-templates
  qml6-module-qtquick-window qml6-module-qtqml-workerscript qml6-module-qtquick-shapes qml6-module-qtquick-effects
  qml6-module-qtquick-dialogs qml6-module-qt-labs-platform)

make_deb() {
  local root=$work/deb size needed
  step 'making the Debian package'
  fill "$root/usr" /usr/lib/armillary
  install -Dm644 installer/files/armillary.service "$root/usr/lib/systemd/system/armillary.service"
  install -Dm644 LICENSE "$root/usr/share/doc/armillary/copyright"
  mkdir -p "$root/DEBIAN" "$work/shlibs/debian"
  printf 'Source: armillary\n\nPackage: armillary\nArchitecture: any\n' >"$work/shlibs/debian/control"
  needed=$(cd "$work/shlibs" && dpkg-shlibdeps -O "$root"/usr/lib/armillary/bin/* 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
  [[ -n $needed ]] || die 'dpkg-shlibdeps cannot tell which packages the programs need'
  size=$(du -sk "$root/usr" | cut -f1)
  cat >"$root/DEBIAN/control" <<CONTROL
Package: armillary
Version: $version
Architecture: $arch
Maintainer: Armillary <packages@armillary.dev>
Installed-Size: $size
Depends: $needed, $(printf '%s, ' "${qml_packages[@]}")qt6-qpa-plugins, fonts-inter, containerd, runc, containernetworking-plugins, nftables
Recommends: pkexec, kubernetes-client, qt6-translations-l10n
Suggests: fonts-noto-cjk
Section: devel
Priority: optional
Homepage: https://armillary.dev/
Description: Kubernetes cluster in one desktop program
 Runs a whole Kubernetes cluster on this machine: control plane, durable state
 and real containers. Its window shows every kind of the cluster live, says why
 an object is in the state it is in, and does what can be done to it.
 .
 Works with unmodified kubectl, Helm, client libraries and operators. The unit
 armillary.service, which is not enabled by itself, has a cluster from boot.
CONTROL
  dpkg-deb --build --root-owner-group "$root" "$out/armillary_${version}_$arch.deb" >/dev/null
  step "made $out/armillary_${version}_$arch.deb"
}

# The C library, what belongs to it, and what a machine's own graphics are spoken to with stay the machine's.
ours() { grep -vE '/(ld-linux|lib(c|m|dl|rt|pthread|resolv|GL|EGL|GLX|GLdispatch|OpenGL|drm|gbm|X11|X11-xcb|xcb|fontconfig|freetype))[.-]'; }
closure() { { ldd "$@" 2>/dev/null || true; } | awk '$3 ~ /^\// {print $3}' | sort -u | ours; }

make_bundle() {
  local root=$work/bundle qt home file
  step 'making the bundle'
  fill "$root" @PREFIX@/lib/armillary
  home=$root/lib/armillary qt=$(qtpaths6 --query QT_INSTALL_PLUGINS)
  mkdir -p "$home/lib" "$home/plugins" "$home/runtime/bin" "$home/runtime/cni"
  for file in platforms/libqxcb.so platforms/libqoffscreen.so iconengines imageformats xcbglintegrations wayland-shell-integration \
    wayland-graphics-integration-client wayland-decoration-client platforms/libqwayland-generic.so platforms/libqwayland-egl.so tls; do
    [[ ! -e $qt/$file ]] || cp -r --parents -t "$home/plugins" "$qt/$file"
  done
  if [[ -d $home/plugins$qt ]]; then mv "$home/plugins$qt"/* "$home/plugins/"; rm -rf "${home:?}/plugins/usr"; fi
  mkdir -p "$home/qml"
  dpkg -L "${qml_packages[@]}" qml6-module-qtqml qml6-module-qtqml-models 2>/dev/null | grep "^$(qtpaths6 --query QT_INSTALL_QML)/" |
    while read -r file; do
      [[ -f $file ]] || continue
      install -D "$file" "$home/qml/${file#"$(qtpaths6 --query QT_INSTALL_QML)"/}"
    done
  printf '[Paths]\nPrefix=..\nPlugins=plugins\nQmlImports=qml\n' >"$home/bin/qt.conf"
  cp "$(command -v containerd)" "$(command -v containerd-shim-runc-v2)" "$(command -v ctr)" "$(command -v runc)" "$home/runtime/bin/"
  for file in bridge host-local loopback; do cp "/usr/lib/cni/$file" "$home/runtime/cni/"; done
  mapfile -t programs < <(find "$home/bin" "$home/plugins" "$home/qml" "$home/runtime" -type f \( -name '*.so*' -o -perm -u+x \))
  closure "${programs[@]}" | while read -r file; do cp -L "$file" "$home/lib/"; done
  # Plugins of Graphviz are opened by name.
  cp -r "$(dirname "$(ldconfig -p | awk '/libgvc.so.6/ {print $NF; exit}')")/graphviz" "$home/lib/" 2>/dev/null || true
  for file in "${programs[@]}" "$home"/lib/*.so*; do
    patchelf --set-rpath "\$ORIGIN/$(realpath --relative-to "$(dirname "$file")" "$home/lib")" "$file" 2>/dev/null || true
  done
  install -m755 installer/files/bundle-install.sh "$root/install.sh"
  makeself --nox11 --xz --complevel 6 --threads 2 "$root" "$out/armillary-$version-$(uname -m).run" "Armillary $version" ./install.sh >/dev/null
  step "made $out/armillary-$version-$(uname -m).run"
}
for kind in $what; do "make_$kind"; done
