#!/usr/bin/env bash
# armillaryctl gitops as people and scripts meet it, with real git, kustomize and helm, and as strangers would have it.
#   usage: run.sh ARMILLARYCTL     A line per check. What needs kustomize or helm says so where there is none.
set -uo pipefail
program=$(realpath "${1:?usage: run.sh ARMILLARYCTL}")
work=$(mktemp -d -t armillary-gitops.XXXXXX); trap 'rm -rf "$work"' EXIT; cd "$work" || exit 2
export XDG_CACHE_HOME=$work/cache HOME=$work/home TMPDIR=$work/tmp; mkdir -p "$HOME" "$TMPDIR" repo; failed=0
fail() { printf 'FAIL  %s\n' "$1"; sed 's/^/      | /' out err | head -40; failed=1; }
expect() { # expect STATUS NAME ARGUMENT…: runs the command; leaves its streams in out and err
  local status=$1 name=$2; shift 2
  "$program" gitops "$@" >out 2>err
  local found=$?
  if ((found == status)); then printf 'ok    %s\n' "$name"; else fail "$name: exit status $found, not $status"; fi
}
holds() { grep -qF -- "$2" "$1" || fail "$1 does not say: $2"; }
lacks() { ! grep -qF -- "$2" "$1" || fail "$1 says: $2"; }
commit() { git -C repo add -A && git -C repo -c user.name=t -c user.email=t@example.org commit -qm x; }
# The objects of a stream, in one order and spelling.
objects() { python3 -c 'import sys,yaml; print("\n".join(sorted(map(str, filter(None, yaml.safe_load_all(sys.stdin))))))'; }
same() { if diff <(objects <"$2") <(objects <"$3") >differs; then printf 'ok    %s\n' "$1"; else cp differs err; fail "$1"; fi; }
render=(render --repo repo --revision worktree --path)
clean() { git -C repo clean -qfdx; git -C repo checkout -q -- .; }

git -C repo init -q -b main; mkdir -p repo/{plain/deep,apps}
cat >repo/plain/all.yaml <<'Y'
apiVersion: v1
kind: ConfigMap
metadata: {name: words}
data:
  answer: "yes"
  number: "0123"
  text: |
    several
      lines
  empty: ""
---
apiVersion: v1
kind: Secret
metadata: {name: key}
stringData: {password: hunter-one}
Y
cat >repo/plain/deep/web.yaml <<'Y'
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: example.org/web:1}]}}
Y
cat >repo/apps/shop.yaml <<'Y'
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop, namespace: argocd}
spec:
  source: {repoURL: https://example.org/team/repo.git, path: plain, targetRevision: main, directory: {recurse: true}, plugin: {name: x}}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
Y
commit
cat repo/plain/all.yaml <(echo ---) repo/plain/deep/web.yaml >plain.yaml
expect 0 'a plain folder is rendered' "${render[@]}" plain; same 'as it is written' out plain.yaml; lacks out '"kind"'
expect 0 'applications are rendered' render --repo repo; holds err 'spec.source.plugin is not supported'
expect 0 'nothing changes' preview --repo repo --base main --head main; holds out 'Nothing would change.'
sed -i 's/web:1/web:2/' repo/plain/deep/web.yaml; sed -i 's/hunter-one/hunter-two/; s/0123/0124/' repo/plain/all.yaml
before=$(git -C repo status --porcelain=v2; sha256sum repo/.git/index)
expect 10 'the working tree is previewed' preview --repo repo --base main --head worktree
holds out 'update Deployment shop/web'; holds out '"example.org/web:1" -> "example.org/web:2"'; holds out '! rollout:'; lacks out hunter
for form in json markdown; do expect 10 "as $form" preview --repo repo --base main --head worktree -o $form; lacks out hunter; holds out web:2; done
[[ $before == "$(git -C repo status --porcelain=v2; sha256sum repo/.git/index)" ]] || fail 'the repository was touched'
expect 0 'another path is not in it' preview --repo repo --base main --head worktree --path apps
clean
expect 1 'a revision that is none' preview --repo repo --base main --head no-such; holds err no-such
expect 1 'a revision that is an option' render --repo repo --revision=--help --path plain; holds err 'cannot be a revision'
expect 1 'a repository that is an option' render --repo=--upload-pack=x --path plain
expect 1 'a transport that runs programs' render --repo "ext::touch $work/ran" --path plain; [[ ! -e ran ]] || fail 'ext:: ran'
expect 1 'a path out of the repository' "${render[@]}" ../..
expect 1 'no repository' render --repo "$work" --path plain
expect 2 'what makes no sense' preview --repo repo
expect 2 'a kubeconfig without a context' preview --repo repo --base main --head main --kubeconfig x
expect 2 'a way of running without running' preview --repo repo --base main --head main --substitute-images
# A cluster that is not there: the comparison is told all the same, and the exit status says that it is not all.
cat >kubeconfig <<'Y'
apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
users: [{name: u, user: {token: hunter-token}}, {name: plugin, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, interactiveMode: Never}}}]
contexts: [{name: dead, context: {cluster: c, user: u}}, {name: other, context: {cluster: c, user: plugin}}]
current-context: other
Y
printf '#!/bin/sh\ntouch %s/ran\n' "$work" >plugin; chmod +x plugin
sed -i 's/web:1/web:2/' repo/plain/deep/web.yaml
expect 1 'a cluster that does not answer' preview --repo repo --base main --head worktree --against dead --kubeconfig kubeconfig
holds out 'update Deployment shop/web'; holds err 'what runs cannot be read'; lacks err hunter-token
[[ ! -e ran ]] || fail 'the plugin of a context that nobody named ran (CVE-2022-24817)'
expect 1 'a context that is not there' preview --repo repo --base main --head worktree --against nowhere --kubeconfig kubeconfig; holds err nowhere
expect 1 'no cluster to run it on' preview --repo repo --base main --head worktree --run --data-dir "$work/none"; holds out 'update Deployment shop/web'; holds err 'there is no cluster'
expect 0 'nothing changes, so nothing runs' preview --repo repo --base main --head main --run --data-dir "$work/none"; holds out 'Nothing was run'
printf 'a: [\n' >repo/plain/broken.yaml
expect 1 'what cannot be rendered is not run' preview --repo repo --base main --head worktree --run --data-dir "$work/none" -o json; holds out '"healthy":false'; rm repo/plain/broken.yaml
expect 1 'no cluster to clean' preview --clean --data-dir "$work/none"
clean
printf 'a: 1\nb: [\n' >repo/plain/broken.yaml
expect 1 'a mistake is shown where it is' preview --repo repo --base main --head worktree; holds err plain/broken.yaml:; clean
ln -s /etc/passwd repo/plain/evil.yaml
expect 1 'a link out of the repository (CVE-2022-24904, CVE-2022-31036)' "${render[@]}" plain; holds err '/etc/passwd, which is outside'; lacks out root:; clean
head -c 40000000 /dev/zero | tr '\0' x >repo/plain/large.yaml
expect 1 'a file that is too large (CVE-2022-31016)' "${render[@]}" plain; holds err 'more than 32 MiB'; clean
{ echo 'apiVersion: v1'; echo 'kind: ConfigMap'; echo 'metadata: {name: bomb}'; echo 'a: &a [x,x,x,x,x,x,x,x,x]'; p=a
  for n in b c d e f g h i j k l; do echo "$n: &$n [*$p,*$p,*$p,*$p,*$p,*$p,*$p,*$p,*$p]"; p=$n; done; } >repo/plain/bomb.yaml
expect 1 'aliases that multiply (CVE-2023-40584)' "${render[@]}" plain; clean

kustomize=$(command -v kustomize || true)
if [[ -n $kustomize ]]; then
  mkdir -p repo/{base,prod}; cp repo/plain/deep/web.yaml repo/base/
  printf 'resources: [web.yaml]\nconfigMapGenerator: [{name: settings, literals: [COLOUR=blue]}]\n' >repo/base/kustomization.yaml
  printf 'namespace: shop\nresources: [../base]\nreplicas: [{name: web, count: 2}]\n' >repo/prod/kustomization.yaml
  commit
  expect 0 'a kustomization is rendered' "${render[@]}" prod; "$kustomize" build repo/prod >built; same 'as kustomize builds it' out built
  sed -i 's/blue/green/' repo/base/kustomization.yaml
  expect 10 'a generated name is followed' preview --repo repo --base main --head worktree --path prod -o json
  python3 -c 'import json,sys; o=json.load(open("out"))["objects"]; sys.exit([(x["kind"],x["change"]) for x in o if x["kind"]=="ConfigMap"] != [("ConfigMap","update")])' || fail 'not one update'
  clean
  for reference in https://example.org/x.yaml 'github.com/org/repo//base?ref=v1' ../../../etc/passwd; do
    printf 'resources: ["%s"]\n' "$reference" >repo/prod/kustomization.yaml
    expect 1 "a base that is elsewhere: $reference" "${render[@]}" prod; holds err "$reference"
  done
  # Kustomize itself refuses files beside its folder; neither may a patch or a generator read them.
  printf 'configMapGenerator: [{name: c, files: [../plain/all.yaml]}]\n' >repo/prod/kustomization.yaml
  expect 1 'a generator of a file beside' "${render[@]}" prod; lacks out hunter
  printf 'resources: [../base]\n' >repo/prod/kustomization.yaml; printf 'resources: [../prod]\n' >repo/base/kustomization.yaml
  expect 1 'a cycle (CVE-2022-24878)' "${render[@]}" prod; lacks err "$work"; lacks err armillary-render
  printf 'transformers: [t.yaml]\n' >repo/prod/kustomization.yaml
  printf 'apiVersion: x.org/v1\nkind: T\nmetadata: {name: t, annotations: {config.kubernetes.io/function: "exec: {path: ./run}"}}\n' >repo/prod/t.yaml
  printf '#!/bin/sh\ntouch %s/ran\n' "$work" >repo/prod/run; chmod +x repo/prod/run
  expect 1 'a transformer that is a program' "${render[@]}" prod; [[ ! -e ran ]] || fail 'it ran'
  clean
  mkdir empty-path; PATH=$work/empty-path expect 1 'no kustomize' "${render[@]}" prod; holds err 'apt install kustomize'
else
  echo 'skipped: kustomizations, since kustomize is not installed'
fi

if command -v helm >/dev/null; then
  mkdir -p repo/chart/templates repo/lib/templates
  printf 'apiVersion: v2\nname: shop\nversion: 0.1.0\ndependencies: [{name: lib, version: 0.1.0, repository: "file://../lib"}]\n' >repo/chart/Chart.yaml
  printf 'apiVersion: v2\nname: lib\nversion: 0.1.0\n' >repo/lib/Chart.yaml
  printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: lib}\n' >repo/lib/templates/c.yaml
  printf 'colour: blue\n' >repo/chart/values.yaml
  cat >repo/chart/templates/c.yaml <<'Y'
apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Release.Name }}}
data: {colour: {{ .Values.colour | quote }}, host: {{ getHostByName "example.org" | quote }}}
Y
  commit
  expect 0 'a chart and its local dependency are rendered' "${render[@]}" chart
  cp -r repo/chart repo/lib . && helm dependency build --skip-refresh chart >/dev/null 2>&1 && helm template chart chart --kube-version 1.32.3 --include-crds >built
  same 'as helm renders it' out built
  holds out 'host: ""' # CVE-2023-25165: no name is looked up
  printf '{"$ref": "file:///dev/zero"}' >repo/chart/values.schema.json
  expect 1 'a schema that refers to a device (CVE-2025-55199)' "${render[@]}" chart; clean
  printf '{"$ref": "file:///etc/passwd"}' >repo/chart/values.schema.json
  expect 1 'a schema that refers to a file' "${render[@]}" chart; lacks err root:; clean
  printf '{{- define "x" }}{{ include "x" . }}{{ end }}{{ include "x" . }}' >repo/chart/templates/endless.yaml
  expect 1 'a template that never ends' "${render[@]}" chart; clean
  printf '{{- $s := "xxxxxxxxxxxxxxxx" }}{{ range $i := until 40 }}{{ $s = print $s $s }}{{ end }}{{ $s }}' >repo/chart/templates/greedy.yaml
  expect 1 'a template that eats memory' "${render[@]}" chart; clean
  printf 'apiVersion: v2\nname: shop\nversion: 0.1.0\ndependencies: [{name: x, version: 1, repository: "https://charts.example.org"}]\n' >repo/chart/Chart.yaml
  expect 1 'a dependency that is elsewhere' "${render[@]}" chart; holds err 'helm dependency update chart'; clean
  cat >repo/apps/chart.yaml <<'Y'
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: charted, namespace: argocd}
spec:
  source: {repoURL: https://example.org/team/repo.git, path: chart, helm: {valueFiles: [/etc/passwd]}}
  destination: {namespace: shop}
Y
  expect 1 'values of the machine (CVE-2022-24348)' preview --repo repo --base main --head worktree; holds err etc/passwd; lacks err root:; clean
else
  echo 'skipped: charts, since helm is not installed'
fi
[[ -z $(ls -A "$TMPDIR") ]] || fail 'a folder was left behind'
exit $failed
