# Every command line of README, in its order, against a cluster of its own. One that this file does not know fails: how it
# is to be tried must be said here. What is swapped: the port and the address, which another cluster may have; the home.
readme=$(cd "$here/../.." && pwd)/README.md
export HOME=$work/readme
readmeData=$HOME/.local/share/armillary
mkdir -p "$HOME/.kube"
afterwards+=("'$bin/armillary-node' reset --data-dir '$work/readme-node'" "'$bin/armillaryctl' down --purge --data-dir '$readmeData'")
asReader() ( # as somebody would who has put the programs on his path
  unset KUBECONFIG XDG_DATA_HOME ARMILLARY_DATA_DIR
  cd "$HOME" && PATH=$bin:$PATH "$@"
)
asReaderWith() { asReader env KUBECONFIG="$readmeData/admin.kubeconfig" "$@"; }
images=$(cd "$bin/../images" && pwd)
python3 "$here/../../nodes/images/make_image.py" --out "$HOME/my-app.tar" --name example.test/my-app:7 \
  --file "/bin/my-app=$images/bin/image_sample_web" --entrypoint /bin/my-app --port 8080
usesMyApp() {
  asReaderWith kubectl run my-app --image=example.test/my-app:7 --image-pull-policy=Never &&
    asReaderWith kubectl wait pod/my-app --for=condition=Ready --timeout=30s
}
accepts() { # accepts PROGRAM WORD…: it knows the command, or the option, of that name
  local program=$1 word help; shift
  help=$(QT_QPA_PLATFORM=offscreen "$bin/$program" --help) || return 1
  for word; do
    case $word in
      --*) grep -q -- "$word" <<<"$help" ;;
      *) "$bin/$program" $word --help | grep -q -- "Usage: .*/$program $word " ;; # --help alone would forgive an unknown word
    esac || { echo "$program does not know: $word"; return 1; }
  done
}
joinsAndRuns() { # the printed command, as another machine would run it
  local join; join=$(asReader armillaryctl token create | tail -n 1)
  [[ $join == 'armillary-node join --server '*' --token '*' --ca-hash sha256:'* ]] || { echo "$join"; return 1; }
  asReader $join --node-name readme-node --data-dir "$work/readme-node"
}

while IFS= read -r line; do
  line=${line%%  #*}; line=${line%"${line##*[! ]}"}
  case $line in
    'installer/run.sh' | 'tests/run.sh')
      # They install, build and run this very test: here only that they are there and say what they do.
      check "README: $line" bash -c "cd '$here/../..' && bash -n $line && $line --help | grep -q usage" ;;
    'armillaryctl up')
      check "README: $line" asReader timeout 120 $line --listen "127.0.0.1:$((port + 13))" ;;
    'export KUBECONFIG=~/.local/share/armillary/admin.kubeconfig')
      check "README: $line" test -f "$readmeData/admin.kubeconfig" ;;
    'kubectl '*)
      check "README: $line" asReaderWith $line
      check 'and its pods run' asReaderWith kubectl rollout status deployment/hello --timeout=60s ;;
    'armillaryctl backup my-cluster.backup')
      check "README: $line" asReader $line
      check 'and the file is for its owner alone' bash -c "[[ \$(stat -c %a '$HOME/my-cluster.backup') == 600 ]]" ;;
    'armillaryctl manifest check deploy/')
      mkdir -p "$HOME/deploy"; printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop}\n' >"$HOME/deploy/shop.yaml"
      check "README: $line" asReader $line ;;
    'armillaryctl manifest check --fix deploy/')
      mends() { # the file stays as it is, and the difference says what would change
        cp "$HOME/deploy/shop.yaml" "$HOME/shop.before"
        printf 'dta: {colour: red}\n' >>"$HOME/deploy/shop.yaml"
        asReader $line | grep -qx '+data: {colour: red}' && grep -q '^dta' "$HOME/deploy/shop.yaml" &&
          asReader $line --write && grep -qx 'data: {colour: red}' "$HOME/deploy/shop.yaml" || return 1
        mv "$HOME/shop.before" "$HOME/deploy/shop.yaml"
      }
      check "README: $line" mends ;;
    'armillaryctl gitops preview --repo . --path deploy --base main --head worktree')
      changes() { # it tells by its status that something would change
        git -C "$HOME" init -qb main && git -C "$HOME" add deploy && git -C "$HOME" -c user.name=reader -c user.email=reader@example.org commit -qm first || return 1
        sed -i 's/name: shop/name: store/' "$HOME/deploy/shop.yaml"
        local status=0; asReader $line || status=$?
        ((status == 10))
      }
      check "README: $line" changes ;;
    'armillaryctl gitops preview --repo . --path deploy --base main --head worktree --run')
      runs() { # the same, and it is healthy
        local status=0 said; said=$(asReader timeout 60 $line) || status=$?
        echo "$said"; ((status == 10)) && grep -qi healthy <<<"$said"
      }
      check "README: $line" runs ;;
    'armillaryctl image load my-app.tar')
      check "README: $line" asReader $line
      check 'and a pod uses it' usesMyApp ;;
    'armillaryctl kubeconfig merge')
      check "README: $line" asReader $line
      check 'and kubectl finds the context' asReader kubectl --context armillary get nodes ;;
    'armillaryctl status' | 'armillaryctl why deploy/hello' | 'armillaryctl down' | 'armillaryctl down --purge')
      check "README: $line" asReader timeout 90 $line ;;
    'armillaryctl up --listen 192.0.2.1:6443')
      check "README: $line" asReader timeout 120 armillaryctl up --nodes none --listen "127.0.0.1:$((port + 13))" ;;
    'armillaryctl token create')
      check "README: $line" joinsAndRuns ;;
    'armillary-node run')
      asReader armillary-node run --data-dir "$work/readme-node" >"$work/readme-node.log" 2>&1 & background+=($!)
      check "README: $line" within 60 asReaderWith kubectl wait node/readme-node --for=condition=Ready --timeout=10s ;;
    'server = '* | '[host.'* | 'ca = '*) ;; # a file's text, not a command
    *) check "README: $line: 85-readme.sh says how to try it" false ;;
  esac
done < <(sed -n 's/^    \([^ ]\)/\1/p' "$readme")

# The table of programs: every command and option in backquotes, each of the program that its row names.
while IFS= read -r row; do
  program=$(sed 's/^| `\([a-z-]*\)`.*/\1/' <<<"$row")
  mapfile -t words < <(grep -o '`[^`]*`' <<<"${row#*|*|}" | tr -d '`' | sed -E 's/ [A-Z:]+//g; s/ (--)/\n\1/g')
  [[ -x $bin/$program ]] || { echo "not tried: $program is not built here"; continue; }
  check "README: $program knows ${words[*]}" accepts "$program" "${words[@]}"
done < <(grep '^| `armillary' "$readme")

check 'README: armillary-node reset' asReader timeout 60 armillary-node reset --data-dir "$work/readme-node"
check 'and its folder is gone' test ! -e "$work/readme-node"
# The table of what is wrong: each text is one that a program says, and what can be made to happen here does.
while IFS= read -r said; do
  IFS='…' read -ra parts <<<"$said"
  for part in "${parts[@]}"; do
    part=${part# }; part=${part% }
    [[ -z $part ]] || check "README: some program says '$part'" grep -rqF --include='*.cpp' -- "$part" "$here/../../engine" "$here/../../nodes" "$here/../../programs"
  done
done < <(sed -n '/^## When something/,/^## /s/^| `\([^`]*\)`.*/\1/p' "$readme")
check 'README: armillaryctl down, for a port of its own' asReader timeout 60 armillaryctl down
check 'README: up --listen 127.0.0.1:0 takes a free port, and the node finds it' \
  asReader timeout 120 armillaryctl up --listen 127.0.0.1:0
check 'and again, the same' bash -c "before=\$(grep server: '$readmeData/admin.kubeconfig') && '$bin/armillaryctl' down --data-dir '$readmeData' && timeout 120 '$bin/armillaryctl' up --listen 127.0.0.1:0 --data-dir '$readmeData' && [[ \$(grep server: '$readmeData/admin.kubeconfig') == \"\$before\" ]]"
check 'README: already running in …' refusedWith "already running in $readmeData" asReader timeout 20 armillaryd --listen 127.0.0.1:0
check 'README: the port is in use' refusedWith 'the port is in use' timeout 20 "$bin/armillaryd" --data-dir "$work/readme-other" --listen "127.0.0.1:$port"
rm -rf "$work/readme-other"
check 'down --purge at the end' asReader timeout 90 armillaryctl down --purge
export HOME=/root
