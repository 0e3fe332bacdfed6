"""Prints one JSON document a line, each as `kubectl create --dry-run=client` prints it.

kubectl asks a server which resources there are before it makes a role; a stand-in in this process answers that alone.
"""

import http.server
import json
import subprocess
import threading

COMMANDS = """
create namespace demo
create configmap c --from-literal=a=1 --from-literal=b=xy
create secret generic s --from-literal=password=hunter2
create secret docker-registry r --docker-server=registry.example --docker-username=u --docker-password=p
create deployment web --image=example/web:1 --replicas=3 --port=8080 -- /bin/server --flag
create job once --image=example/job -- echo hello
create cronjob often --image=example/job --schedule=@hourly -- date
create service clusterip web --tcp=80:8080 --tcp=443:https
create service nodeport web --tcp=80:8080 --node-port=30080
create service loadbalancer web --tcp=80:8080
create service externalname out --external-name=example.com
create serviceaccount builder
create role reader --verb=get,list --resource=pods,deployments.apps
create clusterrole reader --verb=get --resource=nodes --resource-name=n
create clusterrole all --non-resource-url=/healthz --verb=get
create clusterrole sum --aggregation-rule=a=b
create rolebinding b --role=reader --user=jane --serviceaccount=default:builder
create clusterrolebinding b --clusterrole=reader --group=team
create ingress i --rule=example.com/path*=web:80,tls=cert --default-backend=web:http
create poddisruptionbudget p --selector=a=b --min-available=50%
create priorityclass high --value=1000 --description=important
create quota q --hard=cpu=1,memory=1Gi,pods=10 --scopes=BestEffort
run p --image=example/web --env=A=1 --labels=a=b --restart=Never -- sleep 1
"""


def resource(name, kind, namespaced=True):
    return {"name": name, "singularName": kind.lower(), "namespaced": namespaced, "kind": kind, "verbs": ["get", "list"]}


ANSWERS = {
    "/api": {"kind": "APIVersions", "versions": ["v1"]},
    "/apis": {"kind": "APIGroupList", "apiVersion": "v1", "groups": [
        {"name": "apps", "versions": [{"groupVersion": "apps/v1", "version": "v1"}],
         "preferredVersion": {"groupVersion": "apps/v1", "version": "v1"}}]},
    "/api/v1": {"kind": "APIResourceList", "groupVersion": "v1",
                "resources": [resource("pods", "Pod"), resource("nodes", "Node", namespaced=False)]},
    "/apis/apps/v1": {"kind": "APIResourceList", "groupVersion": "apps/v1", "resources": [resource("deployments", "Deployment")]},
}


class Discovery(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        answer = ANSWERS.get(self.path.split("?")[0])
        body = json.dumps(answer or {}).encode()
        self.send_response(200 if answer else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Discovery)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = ["kubectl", "--kubeconfig=/dev/null", f"--server=http://127.0.0.1:{server.server_port}", "--cache-dir=/dev/null/none"]
    for line in COMMANDS.strip().splitlines():
        head, *command = line.split(" -- ")
        tail = ["--", *command[0].split()] if command else []
        done = subprocess.run(base + head.split() + ["--dry-run=client", "-o", "json"] + tail, capture_output=True, text=True, check=False)
        print(json.dumps(json.loads(done.stdout)) if done.returncode == 0 else f"{line}: {done.stderr.strip()}".replace("\n", " "), flush=True)
    server.shutdown()


main()
