#!/usr/bin/env python3
"""A webhook and an aggregated API server in one, for the end-to-end cases.
usage: webhook.py ADDRESS CERTIFICATE KEY   prints its port, then serves

/mutate labels what it sees, /validate refuses config maps with the key "forbidden", /convert renames spec.old to spec.new,
and /apis/extension.example.com/v1 is an API with one resource that tells who asks.
"""
import base64
import json
import ssl
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

GROUP = "/apis/extension.example.com/v1"
RESOURCES = [{"name": "whoamis", "singularName": "whoami", "namespaced": False, "kind": "WhoAmI", "verbs": ["get", "list"]}]


def mutate(request):
    labels = (request["object"]["metadata"].get("labels") or {}) | {"touched": "yes"}
    patch = [{"op": "add", "path": "/metadata/labels", "value": labels}]
    return {"allowed": True, "patchType": "JSONPatch", "patch": base64.b64encode(json.dumps(patch).encode()).decode()}


def validate(request):
    data = ((request.get("object") or {}).get("data")) or {}
    if "forbidden" in data:
        return {"allowed": False, "status": {"code": 403, "message": "the key is forbidden"}}
    return {"allowed": True, "warnings": ["validated by a script"]}


def convert(request):
    converted = []
    for item in request["objects"]:
        spec = item.get("spec", {})
        if request["desiredAPIVersion"].endswith("/v2") and "old" in spec:
            spec["new"] = spec.pop("old")
        elif request["desiredAPIVersion"].endswith("/v1") and "new" in spec:
            spec["old"] = spec.pop("new")
        converted.append(item | {"apiVersion": request["desiredAPIVersion"], "spec": spec})
    return {"result": {"status": "Success"}, "convertedObjects": converted}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, body, code=200):
        text = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_POST(self):
        review = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        handler = {"/mutate": mutate, "/validate": validate, "/convert": convert}[self.path.split("?")[0]]
        response = handler(review["request"]) | {"uid": review["request"]["uid"]}
        self.answer({"apiVersion": review["apiVersion"], "kind": review["kind"], "response": response})

    def do_GET(self):
        path = self.path.split("?")[0]
        if path == GROUP:
            self.answer({"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "extension.example.com/v1",
                         "resources": RESOURCES})
        elif path == GROUP + "/whoamis":
            user = self.headers["X-Remote-User"]
            item = {"kind": "WhoAmI", "apiVersion": "extension.example.com/v1", "metadata": {"name": user}}
            self.answer({"kind": "WhoAmIList", "apiVersion": "extension.example.com/v1", "metadata": {}, "items": [item]})
        else:
            self.answer({"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 404}, 404)


server = ThreadingHTTPServer((sys.argv[1], 0), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[2], sys.argv[3])
server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_port, flush=True)
server.serve_forever()
