# Repositories behind real servers: HTTP with a password, HTTPS with an authority of one's own, SSH with a key; through the
# user's own git, its credential helpers and its ssh. What a server or a credential says wrong is named, and no password is.
servers=$work/git-servers; home=$servers/home; secret=pa55-w0rd
mkdir -p "$servers/served" "$home" "$servers/source"
after rm -rf "$servers"
gitAs() { git -C "$servers/source" -c user.name=t -c user.email=t@example.org "$@"; }
commits() { gitAs add -A && gitAs commit -qm "$1" && gitAs push -qf "$servers/served/shop.git" main; }
asUser() ( # asUser COMMAND…: with a home of its own, and nothing of this user's git
  export HOME=$home XDG_CACHE_HOME=$home/cache GIT_CONFIG_NOSYSTEM=1
  unset XDG_CONFIG_HOME XDG_DATA_HOME SSH_AUTH_SOCK
  "$@"
)
renders() { # renders NAME URL: the repository's only object is of that name
  asUser timeout 60 "$bin/armillaryctl" gitops render --repo "$2" --revision main --path deploy | grep -qx "  name: $1"
}
saysNoSecret() { # saysNoSecret TEXT URL: refused with that word, and the password is nowhere
  local said
  if said=$(asUser timeout 60 "$bin/armillaryctl" gitops render --repo "$2" --path deploy 2>&1); then echo "accepted: $said"; return 1; fi
  echo "$said"
  grep -qi -- "$1" <<<"$said" && ! grep -qF -e "$secret" -e wrong-word <<<"$said"
}
serves() { # serves PORT OPTION…: in the background
  local port=$1; shift
  python3 "$here/git_server.py" "$servers/served" "$port" "$@" >"$servers/$port.log" 2>&1 & background+=($!)
  within 10 grep -q listening "$servers/$port.log"
}

git init -q --bare "$servers/served/shop.git"; git init -q -b main "$servers/source"; mkdir "$servers/source/deploy"
printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: first\n' >"$servers/source/deploy/map.yaml"
check 'a repository to serve' commits first

plainPort=$(freePort); check 'an HTTP server' serves "$plainPort" --user "reader:$secret"
url=127.0.0.1:$plainPort/shop.git
check 'HTTP: the password in the address' renders first "http://reader:$secret@$url"
check 'HTTP: without one it asks nobody, and says so' saysNoSecret 'could not read Username' "http://$url"
check 'HTTP: a wrong one is in no message' saysNoSecret 'Authentication failed' "http://reader:wrong-word@$url"
printf 'http://reader:%s@127.0.0.1:%s\n' "$secret" "$plainPort" >"$home/.git-credentials"; chmod 600 "$home/.git-credentials"
printf '[credential]\n\thelper = store\n' >"$home/.gitconfig"
check "HTTP: the user's credential helper" renders first "http://$url"
check 'HTTP: a repository that is not there' saysNoSecret 'not found' "http://reader:$secret@127.0.0.1:$plainPort/none.git"
check 'HTTP: nobody listens' saysNoSecret 'connect' "http://127.0.0.1:$(freePort)/shop.git"
sed -i 's/first/second/' "$servers/source/deploy/map.yaml"
check 'HTTP: what was pushed since' bash -c "$(declare -f gitAs commits asUser renders); servers='$servers' home='$home' bin='$bin'; commits second && renders second 'http://$url'"
gitAs commit -q --amend -m rewritten >/dev/null
sed -i 's/second/third/' "$servers/source/deploy/map.yaml"
check 'HTTP: a branch that was pushed with force' bash -c "$(declare -f gitAs commits asUser renders); servers='$servers' home='$home' bin='$bin'; gitAs add -A && gitAs commit -q --amend -m third && gitAs push -qf '$servers/served/shop.git' main && renders third 'http://$url'"
ownersAlone() { # the clones' folder is there, and for its owner alone
  local clone; clone=$(find "$home/cache" -name HEAD -not -path '*/refs/*' -not -path '*/logs/*' | head -1)
  [[ -n $clone && $(stat -c %a "$(dirname "$clone")/..") == 700 ]]
}
check 'nobody but its owner reads the clones' ownersAlone

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1 \
  -addext subjectAltName=IP:127.0.0.1 -keyout "$servers/key.pem" -out "$servers/cert.pem" 2>/dev/null
tlsPort=$(freePort); check 'an HTTPS server' serves "$tlsPort" --tls "$servers/cert.pem" "$servers/key.pem"
check 'HTTPS: an authority that nobody knows is refused' saysNoSecret 'certificate' "https://127.0.0.1:$tlsPort/shop.git"
check "HTTPS: an authority of the user's configuration" env GIT_SSL_CAINFO="$servers/cert.pem" bash -c "$(declare -f asUser renders); home='$home' bin='$bin'; renders third 'https://127.0.0.1:$tlsPort/shop.git'"

stallPort=$(freePort); check 'a server that never answers' serves "$stallPort" --stall
interrupted() { # Ctrl-C ends it, and its git
  local status=0
  (export HOME=$home XDG_CACHE_HOME=$home/cache; exec timeout --foreground -s INT 3 "$bin/armillaryctl" gitops render --repo "http://reader:$secret@127.0.0.1:$stallPort/shop.git" --path deploy) &
  local command=$!
  within 3 pgrep -f "git.* http://127.0.0.1:$stallPort" || return 1 # its arguments, which everybody may read
  wait "$command" || status=$?
  ((status != 0)) && within 5 not pgrep -f "127.0.0.1:$stallPort" >/dev/null
}
check 'Ctrl-C while a server does not answer: nothing is left running' interrupted

if command -v dropbear >/dev/null && command -v ssh >/dev/null; then
  sshPort=$(freePort)
  mkdir -p "$home/.ssh"; chmod 700 "$home/.ssh"
  ssh-keygen -q -t ed25519 -N '' -f "$home/.ssh/id_ed25519"
  dropbearkey -t ed25519 -f "$servers/host-key" >"$servers/host-key.pub" 2>/dev/null
  # An account's keys are in its home: the server is given another one, in a mount namespace of its own.
  unshare --mount bash -c "mount -t tmpfs none /root && install -D -m 600 '$home/.ssh/id_ed25519.pub' /root/.ssh/authorized_keys && chmod 700 /root /root/.ssh &&
    exec dropbear -F -E -s -p 127.0.0.1:$sshPort -r '$servers/host-key' -P '$servers/dropbear.pid'" >"$servers/dropbear.log" 2>&1 & background+=($!)
  check 'an SSH server' within 10 bash -c "exec 3<>/dev/tcp/127.0.0.1/$sshPort"
  sshUrl=ssh://root@127.0.0.1:$sshPort$servers/served/shop.git
  # ssh takes the home of the account, not $HOME: the user's configuration is named as a user would name it.
  export GIT_SSH_COMMAND="ssh -F $home/.ssh/config"
  printf 'Host 127.0.0.1\n  IdentityFile %s\n  UserKnownHostsFile %s\n  StrictHostKeyChecking yes\n' "$home/.ssh/id_ed25519" "$home/.ssh/known_hosts" >"$home/.ssh/config"
  check 'SSH: a host that nobody knows is refused' saysNoSecret 'Host key verification failed' "$sshUrl"
  printf '[127.0.0.1]:%s %s\n' "$sshPort" "$(grep -o 'ssh-ed25519 [^ ]*' "$servers/host-key.pub")" >"$home/.ssh/known_hosts"
  check "SSH: the user's key and configuration" renders third "$sshUrl"
  rm -f "$home/.ssh/id_ed25519"
  check 'SSH: a key that is not known asks nobody' saysNoSecret 'Permission denied' "$sshUrl"
  unset GIT_SSH_COMMAND
else
  echo 'not tried: SSH, for dropbear or ssh is not installed here'
fi
