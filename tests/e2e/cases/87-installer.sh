# The installer on a Debian 12, without changing this machine: its packages, os-release and /etc/apt are make-believe.
fakes=$work/installer; mkdir -p "$fakes"
printf 'ID=debian\nVERSION_ID="12"\n' >"$fakes/os-release"
printf '#!/bin/sh\nexit 1\n' >"$fakes/dpkg-query" # nothing is installed
cat >"$fakes/apt-get" <<'TXT'
#!/bin/sh
echo "$*" >>"$FAKES/log"
case $1 in
  indextargets) echo http://mirror.example/debian ;;
  -s) printf 'Inst libc6 [2.36-9] (2.41-12 Debian:13.0/stable [amd64])\nInst mold (2.37 Debian:13.0/stable [amd64])\n' ;;
esac
TXT
chmod +x "$fakes/apt-get" "$fakes/dpkg-query"
onDebian12() ( # onDebian12 ARGUMENT…: no terminal; /etc/apt and os-release are those of a namespace of its own
  rm -f "$fakes/log"
  FAKES=$fakes PATH=$fakes:$PATH unshare -m bash -c '
    mount -t tmpfs none /etc/apt && mkdir /etc/apt/sources.list.d /etc/apt/preferences.d &&
      mount --bind "$FAKES/os-release" /etc/os-release && exec "$@"' - "$here/../../installer/deps.sh" "$@" </dev/null
)
installs() { grep -v '^-s' "$fakes/log" 2>/dev/null | grep -q ' install \|^install '; }
check 'on Debian 12, without a terminal or a word, it stops and says why' refusedWith 'run installer/deps.sh in a terminal' onDebian12 --quiet
check 'and has touched nothing' not test -e "$fakes/log"
agreed() { onDebian12 --yes | grep 'libc6 2.36-9 -> 2.41-12' && installs; }
check 'with --yes it names what is upgraded, and installs' agreed
rm -rf "$fakes"

# Progress: what is no progress is passed on whole.
progress() { printf '%s\n' '@0 100 0.1@ a' '@1 100 1.0@ b' '@50 100 60.5@ c' 'FAILED: x.o' 'error: why' '@100 100 200@ d' | "$here/../../installer/progress.sh"; }
check 'a build is shown in tenths, its errors whole' bash -c "[[ \$1 == \$'    50 %, about 60 s left\nFAILED: x.o\nerror: why\n    100 %, about 0 s left' ]]" - "$(progress)"
