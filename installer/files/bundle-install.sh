#!/bin/sh
# Puts the bundle where its user has programs; needs no root.
#   usage: armillary-VERSION-ARCH.run [-- --prefix DIR]     DIR is ~/.local/opt/armillary unless given
set -eu
here=$(cd "$(dirname "$0")" && pwd)
prefix=$HOME/.local/opt/armillary
while [ $# -gt 0 ]; do
  case $1 in
    --prefix) prefix=${2:?--prefix needs a folder}; shift 2 ;;
    -h | --help) sed -n '3s/^# *//p' "$0"; exit 0 ;;
    *) echo "unknown option $1; usage: $(sed -n '3s/^# *usage: //p' "$0")" >&2; exit 2 ;;
  esac
done
case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
if [ -e "$prefix" ] && [ ! -e "$prefix/lib/armillary/bin/armillaryctl" ] && [ -n "$(ls -A "$prefix" 2>/dev/null)" ]; then
  echo "$prefix holds something else; nothing was changed. Choose another folder with -- --prefix DIR" >&2
  exit 1
fi
# Beside the old one first: programs that run keep theirs until they end.
mkdir -p "$(dirname "$prefix")"
new=$prefix.new.$$
rm -rf "$new"
cp -a "$here" "$new"
rm -f "$new/install.sh"
sed -i "s|@PREFIX@|$prefix|" "$new/share/polkit-1/actions/dev.armillary.policy"
sed -i "s|^Exec=armillary|Exec=$prefix/bin/armillary|; s|^Icon=.*|Icon=$prefix/share/icons/hicolor/scalable/apps/armillary.svg|" \
  "$new/share/applications/dev.armillary.Armillary.desktop"
rm -rf "$prefix.old"
[ ! -e "$prefix" ] || mv "$prefix" "$prefix.old"
mv "$new" "$prefix"
rm -rf "$prefix.old"
mkdir -p "$HOME/.local/bin" "$HOME/.local/share/applications"
for program in armillary armillaryctl armillaryd armillary-node; do ln -sf "$prefix/lib/armillary/bin/$program" "$HOME/.local/bin/$program"; done
cp "$prefix/share/applications/dev.armillary.Armillary.desktop" "$HOME/.local/share/applications/"
echo "Armillary is in $prefix. Start it with: $HOME/.local/bin/armillary"
