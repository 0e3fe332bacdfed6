#include <doctest/doctest.h>

#include "tests/unit/resources/documents.h"

using namespace armillary::resources;
using namespace armillary::resources::testing;

namespace {

std::string object(const std::string& kind, const std::string& members) {
    return R"({"apiVersion":"v1","kind":")" + kind +
           R"(","metadata":{"name":"x","namespace":"d","creationTimestamp":"2026-01-01T00:00:00Z"},)" + members + "}";
}
std::string service(const std::string& spec, const std::string& ports = R"([{"port":80}])") {
    return object("Service", R"("spec":{"ports":)" + ports + (spec.empty() ? "" : "," + spec) + "}");
}
std::string namespace_(const std::string& members = "") {
    return R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"n","creationTimestamp":"2026-01-01T00:00:00Z")" +
           members + "}}";
}
std::string node(const std::string& members) {
    return R"({"apiVersion":"v1","kind":"Node","metadata":{"name":"n","creationTimestamp":"2026-01-01T00:00:00Z")" +
           members + "}";
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("Namespaces") {
    const std::string json = created(namespace_());
    CHECK(has(json, R"("labels":{"kubernetes.io/metadata.name":"n"})"));
    CHECK(has(json, R"("spec":{"finalizers":["kubernetes"]},"status":{"phase":"Active"})"));
    CHECK(row(created(namespace_())) == std::vector<std::string>{"n", "Active", "60m"});
}

TEST_CASE("Services") {
    const std::string json = created(service(""));
    for (const char* part :
         {R"("ports":[{"protocol":"TCP","port":80,"targetPort":80}])", R"("type":"ClusterIP")",
          R"("sessionAffinity":"None")", R"("internalTrafficPolicy":"Cluster")", R"("status":{"loadBalancer":{}})"}) {
        CAPTURE(part);
        CHECK(has(json, part));
    }
    CHECK(has(created(service(R"("sessionAffinity":"ClientIP")")),
              R"("sessionAffinityConfig":{"clientIP":{"timeoutSeconds":10800}})"));
    CHECK(has(created(service(R"("type":"NodePort")")), R"("externalTrafficPolicy":"Cluster")"));
    check(std::vector<Case>{
        {"good", service(""), {}},
        {"headless without ports", service(R"("clusterIP":"None")", "[]"), {}},
        {"no ports", service("", "[]"), {"spec.ports: Required value"}},
        {"names",
         service("", R"([{"port":80},{"port":81,"name":"a"},{"port":82,"name":"a"}])"),
         {"spec.ports[0].name: Required value", "spec.ports[2].name: Duplicate value: \"a\""}},
        {"numbers",
         service("", R"([{"port":0,"targetPort":"http"}])"),
         {"spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive"}},
        {"node port",
         service("", R"([{"port":80,"nodePort":30000}])"),
         {"spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"}},
        {"type",
         service(R"("type":"Magic")"),
         {"spec.type: Unsupported value: \"Magic\": supported values: \"ClusterIP\", \"ExternalName\", "
          "\"LoadBalancer\", \"NodePort\""}},
        {"external name", service(R"("type":"ExternalName")"), {"spec.externalName: Required value"}},
        {"headless node port",
         service(R"("type":"NodePort","clusterIP":"None")"),
         {"spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for NodePort services"}},
        {"address",
         service(R"("clusterIP":"1.2.3")"),
         {"spec.clusterIPs[0]: Invalid value: \"1.2.3\": must be a valid IP address, (e.g. 10.9.8.7 or "
          "2001:db8::ffff)"}},
        {"upper case",
         with(service(""), R"("name":"x")", R"("name":"1x")"),
         {"metadata.name: Invalid value: \"1x\": a DNS-1035 label must consist of lower case alphanumeric characters "
          "or '-', start with an "
          "alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for "
          "validation is "
          "'[a-z]([-a-z0-9]*[a-z0-9])?')"}},
    });
    const std::string stored = service(R"("clusterIP":"10.96.0.9","clusterIPs":["10.96.0.9"])");
    check(std::vector<UpdateCase>{
        {"applied without address", stored, service(""), {}},
        {"moved",
         stored,
         service(R"("clusterIP":"10.96.0.8")"),
         {"spec.clusterIPs[0]: Invalid value: []string{\"10.96.0.8\"}: may not change once set"}},
        {"health check moved",
         service(R"("type":"LoadBalancer","externalTrafficPolicy":"Local","healthCheckNodePort":30001)"),
         service(R"("type":"LoadBalancer","externalTrafficPolicy":"Local","healthCheckNodePort":30002)"),
         {"spec.healthCheckNodePort: Forbidden: field is immutable"}},
        {"becomes a name", stored, service(R"("type":"ExternalName","externalName":"a.b")"), {}},
        {"another load balancer",
         service(R"("type":"LoadBalancer","loadBalancerClass":"a.b/c")"),
         service(R"("type":"LoadBalancer","loadBalancerClass":"a.b/d")"),
         {"spec.loadBalancerClass: Invalid value: \"a.b/d\": may not change once set"}},
        {"no load balancer of a class any more",
         service(R"("type":"LoadBalancer","loadBalancerClass":"a.b/c")"),
         service(R"("type":"LoadBalancer")"),
         {"spec.loadBalancerClass: Invalid value: null: may not change once set"}},
    });
}

TEST_CASE("Services in a table") {
    CHECK(row(service(R"("type":"NodePort","clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1"],"selector":{"a":"b"})",
                      R"([{"port":80,"nodePort":30001,"protocol":"TCP"}])")) ==
          std::vector<std::string>{"x", "NodePort", "10.0.0.1", "<none>", "80:30001/TCP", "60m", "a=b"});
    CHECK(row(service(R"("type":"LoadBalancer","clusterIP":"10.0.0.1")"))[3] == "<pending>");
    CHECK(row(service(R"("type":"ExternalName","externalName":"a.b")", "[]")) ==
          std::vector<std::string>{"x", "ExternalName", "<none>", "a.b", "<none>", "60m", "<none>"});
}

TEST_CASE("Config maps and secrets") {
    check(std::vector<Case>{
        {"map", object("ConfigMap", R"("data":{"a.b":"c"},"binaryData":{"d":"AAA="})"), {}},
        {"bad key",
         object("ConfigMap", R"("data":{"a/b":"c"})"),
         {"data[a/b]: Invalid value: \"a/b\": a valid config key must consist of alphanumeric characters, '-', '_' or "
          "'.' (e.g. 'key.name',  or "
          "'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"}},
        {"twice",
         object("ConfigMap", R"("data":{"a":"c"},"binaryData":{"a":"AAA="})"),
         {"data[a]: Invalid value: \"a\": duplicate of key present in binaryData"}},
        {"secret", object("Secret", R"("stringData":{"a":"b"})"), {}},
        {"tls",
         object("Secret", R"("type":"kubernetes.io/tls","data":{"tls.crt":""})"),
         {"data[tls.key]: Required value"}},
        {"basic",
         object("Secret", R"("type":"kubernetes.io/basic-auth")"),
         {"data[username]: Required value", "data[password]: Required value"}},
        {"basic with one", object("Secret", R"("type":"kubernetes.io/basic-auth","stringData":{"username":"u"})"), {}},
        {"ssh", object("Secret", R"("type":"kubernetes.io/ssh-auth")"), {"data[ssh-privatekey]: Required value"}},
        {"registry",
         object("Secret", R"("type":"kubernetes.io/dockerconfigjson","stringData":{".dockerconfigjson":"no"})"),
         {"data[.dockerconfigjson]: Invalid value: \"<secret contents redacted>\": invalid character in JSON"}},
        {"account",
         object("Secret", R"("type":"kubernetes.io/service-account-token")"),
         {"metadata.annotations[kubernetes.io/service-account.name]: Required value"}},
    });
    const std::string fixed = object("ConfigMap", R"("immutable":true,"data":{"a":"b"})");
    check(std::vector<UpdateCase>{
        {"fixed data",
         fixed,
         with(fixed, R"("a":"b")", R"("a":"c")"),
         {"data: Forbidden: field is immutable when `immutable` is set"}},
        {"fixed flag",
         fixed,
         with(fixed, "true", "false"),
         {"immutable: Forbidden: field is immutable when `immutable` is set"}},
        {"secret type",
         object("Secret", R"("type":"a")"),
         object("Secret", R"("type":"b")"),
         {"type: Invalid value: \"b\": field is immutable"}},
    });
    CHECK(has(created(object("Secret", R"("stringData":{"a":"b"})")), R"("data":{"a":"Yg=="},"type":"Opaque")"));
    CHECK(row(object("ConfigMap", R"("data":{"a":"c"},"binaryData":{"d":"AAA="})")) ==
          std::vector<std::string>{"x", "2", "60m"});
    CHECK(row(object("Secret", R"("type":"Opaque","data":{"a":""})")) ==
          std::vector<std::string>{"x", "Opaque", "1", "60m"});
}

TEST_CASE("Nodes") {
    check(std::vector<Case>{
        {"good", node(R"(},"spec":{"podCIDR":"10.1.0.0/24","taints":[{"key":"a","effect":"NoSchedule"}]})"), {}},
        {"effect",
         node(R"(},"spec":{"taints":[{"key":"a","effect":"Never"}]})"),
         {"metadata.taints[0].effect: Unsupported value: \"Never\": supported values: \"NoSchedule\", "
          "\"PreferNoSchedule\", \"NoExecute\""}},
        {"range",
         node(R"(},"spec":{"podCIDR":"10.1.0.0"})"),
         {"spec.podCIDRs[0]: Invalid value: \"10.1.0.0\": must be a valid CIDR value, (e.g. 10.9.8.0/24 or "
          "2001:db8::/64)"}},
    });
    check(std::vector<UpdateCase>{
        {"given", node("}"), node(R"(},"spec":{"podCIDR":"10.1.0.0/24"})"), {}},
        {"moved",
         node(R"(},"spec":{"podCIDR":"10.1.0.0/24"})"),
         node(R"(},"spec":{"podCIDR":"10.2.0.0/24"})"),
         {"spec.podCIDRs: Forbidden: node updates may not change podCIDR except from \"\" to valid"}},
    });
    CHECK(has(created(node(R"(},"status":{"capacity":{"cpu":"2"}})")), R"("allocatable":{"cpu":"2"})"));
    CHECK(
        row(node(
            R"(,"labels":{"node-role.kubernetes.io/worker":"","node-role.kubernetes.io/control-plane":""}},"spec":{"unschedulable":true},
        "status":{"conditions":[{"type":"Ready","status":"True"}],"addresses":[{"type":"InternalIP","address":"1.2.3.4"}],
        "nodeInfo":{"machineID":"","systemUUID":"","bootID":"","kernelVersion":"6.1","osImage":"Debian","containerRuntimeVersion":"containerd://1.7","kubeletVersion":"v1.32.0","kubeProxyVersion":"","operatingSystem":"linux","architecture":"amd64"}})")) ==
        std::vector<std::string>{"n", "Ready,SchedulingDisabled", "control-plane,worker", "60m", "v1.32.0", "1.2.3.4",
                                 "<none>", "Debian", "6.1", "containerd://1.7"});
    CHECK(row(node("}"))[1] == "Unknown");
}

TEST_CASE("Endpoints and slices") {
    const auto slice = [](const std::string& members) {
        return R"({"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"x","namespace":"d"},)" +
               members + "}";
    };
    check(std::vector<Case>{
        {"good", slice(R"("addressType":"IPv4","endpoints":[{"addresses":["10.0.0.1"]}],"ports":[{"port":80}])"), {}},
        {"no type", slice(R"("addressType":"","endpoints":[])"), {"addressType: Required value"}},
        {"addresses",
         slice(
             R"("addressType":"IPv4","endpoints":[{"addresses":[]},{"addresses":["::1"]},{"addresses":["127.0.0.1"]}])"),
         {"endpoints[0].addresses: Required value: must contain at least 1 address",
          "endpoints[1].addresses[0]: Invalid value: \"::1\": must be a valid IPv4 address",
          "endpoints[1].addresses[0]: Invalid value: \"::1\": may not be in the loopback range (127.0.0.0/8, ::1/128)",
          "endpoints[2].addresses[0]: Invalid value: \"127.0.0.1\": may not be in the loopback range (127.0.0.0/8, "
          "::1/128)"}},
        {"empty subset",
         object("Endpoints", R"("subsets":[{"ports":[{"port":1}]}])"),
         {"subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`"}},
    });
    check(std::vector<UpdateCase>{{"type",
                                   slice(R"("addressType":"IPv4","endpoints":[])"),
                                   slice(R"("addressType":"IPv6","endpoints":[])"),
                                   {"addressType: Invalid value: \"IPv6\": field is immutable"}}});
    CHECK(
        row(slice(
            R"("addressType":"IPv4","endpoints":[{"addresses":["1.1.1.1"]},{"addresses":["1.1.1.2"]},{"addresses":["1.1.1.3"]},{"addresses":["1.1.1.4"]}],"ports":[{"port":80}])")) ==
        std::vector<std::string>{"x", "IPv4", "80", "1.1.1.1,1.1.1.2,1.1.1.3 + 1 more...", "<unknown>"});
    CHECK(row(object("Endpoints", R"("subsets":[{"addresses":[{"ip":"1.1.1.1"}],"ports":[{"port":80}]}])")) ==
          std::vector<std::string>{"x", "1.1.1.1:80", "60m"});
    CHECK(row(object("Endpoints", R"("subsets":[])"))[1] == "<none>");
}

TEST_CASE("Events in both versions") {
    const std::string event = object(
        "Event", R"("involvedObject":{"kind":"Pod","name":"p","namespace":"d"},"reason":"Pulled","message":" done ",
        "type":"Normal","count":3,"firstTimestamp":"2026-01-01T00:00:00Z","lastTimestamp":"2026-01-01T00:59:00Z","source":{"component":"kubelet","host":"n"})");
    check(std::vector<Case>{
        {"good", event, {}},
        {"elsewhere",
         with(event, R"("namespace":"d"},"reason")", R"("namespace":"e"},"reason")"),
         {"involvedObject.namespace: Invalid value: \"e\": does not match event.namespace"}},
        {"new style",
         R"({"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"x","namespace":"default"},"eventTime":null,"type":"Odd"})",
         {"eventTime: Required value", "type: Invalid value: \"\": has invalid value: Odd"}},
    });
    // Whoever gives the exact time says who he is, in either version.
    const std::vector<std::string> anonymous = {
        "reportingController: Required value",
        "reportingController: Invalid value: \"\": name part must be non-empty",
        "reportingController: Invalid value: \"\": name part must consist of alphanumeric characters, '-', '_' or "
        "'.', and must start and end "
        "with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
        "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
        "reportingInstance: Required value",
        "action: Required value",
        "reason: Required value"};
    const std::string timed = R"("metadata":{"name":"x","namespace":"default"},"type":"Normal",)"
                              R"("eventTime":"2026-01-01T00:00:00.000000Z")";
    const std::string newer = R"({"apiVersion":"events.k8s.io/v1","kind":"Event",)" + timed;
    const std::string reported = newer + R"(,"reportingController":"example.test/c","reportingInstance":"c-1",)"
                                         R"("action":"Look","reason":"Seen","note":"n","regarding":{"kind":"Node",)"
                                         R"("name":"one"})";
    check(std::vector<Case>{
        {"timed", newer + "}", anonymous},
        {"timed in the older version", R"({"apiVersion":"v1","kind":"Event","involvedObject":{},)" + timed + "}",
         anonymous},
        {"complete", reported + "}", {}},
        {"what the newer version has no use for",
         reported + R"(,"deprecatedCount":1,"deprecatedFirstTimestamp":"2026-01-01T00:00:00Z",)"
                    R"("deprecatedLastTimestamp":"2026-01-01T00:00:00Z","deprecatedSource":{"host":"h"},)"
                    R"("series":{"count":1,"lastObservedTime":null}})",
         {"series.count: Invalid value: \"\": should be at least 2", "series.lastObservedTime: Required value",
          "firstTimestamp: Invalid value: \"\": needs to be unset",
          "lastTimestamp: Invalid value: \"\": needs to be unset", "count: Invalid value: \"\": needs to be unset",
          "source: Invalid value: \"\": needs to be unset"}},
        {"too long",
         with(with(with(reported + "}", "\"Look\"", "\"" + std::string(129, 'a') + "\""), "\"Seen\"",
                   "\"" + std::string(129, 'a') + "\""),
              R"("note":"n")", R"("note":")" + std::string(1025, 'a') + "\""),
         {"action: Invalid value: \"\": can have at most 128 characters",
          "reason: Invalid value: \"\": can have at most 128 characters",
          "message: Invalid value: \"\": can have at most 1024 characters"}},
    });
    const std::string counted = reported + R"(,"series":{"count":2,"lastObservedTime":"2026-01-01T00:01:00.000000Z"}})";
    check(std::vector<UpdateCase>{
        {"counted up", reported + "}", counted, {}},
        {"counted badly",
         reported + "}",
         with(counted, R"("count":2)", R"("count":1)"),
         {"series.count: Invalid value: \"\": should be at least 2"}},
        {"about another",
         reported + "}",
         with(with(reported + R"(,"related":{"kind":"Pod"}})", R"("Seen")", R"("Heard")"), R"("one")", R"("two")"),
         {"involvedObject: Invalid value: core.ObjectReference{Kind:\"Node\", Namespace:\"\", Name:\"two\", "
          "UID:\"\", APIVersion:\"\", ResourceVersion:\"\", FieldPath:\"\"}: field is immutable",
          "reason: Invalid value: \"Heard\": field is immutable",
          "related: Invalid value: core.ObjectReference{Kind:\"Pod\", Namespace:\"\", Name:\"\", UID:\"\", "
          "APIVersion:\"\", ResourceVersion:\"\", FieldPath:\"\"}: field is immutable"}},
    });
    CHECK(row(event) ==
          std::vector<std::string>{"60s", "Normal", "Pulled", "pod/p", "", "kubelet, n", "done", "60m", "3", "x"});
    const Document core(event);
    CHECK(core.row().rules->selectableField(core.get(), "involvedObject.name") == "p");
    CHECK(core.row().rules->selectableField(core.get(), "source") == "kubelet");
    const Document other(R"({"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{}})"),
        again(object("Event", R"("involvedObject":{})"));
    other.row().fromStored(core.get(), other.get());
    CHECK(has(other.json(), R"("note":" done ")"));
    other.row().toStored(other.get(), again.get());
    CHECK(again.json() == core.json());
}

TEST_CASE("Quotas and limit ranges") {
    check(std::vector<Case>{
        {"quota",
         object("ResourceQuota", R"("spec":{"hard":{"pods":"1500m"}})"),
         {"spec.hard[pods]: Invalid value: \"1500m\": must be an integer"}},
        {"counts of any kind", object("ResourceQuota", R"("spec":{"hard":{"count/widgets.example.com":"1"}})"), {}},
        {"quota of nothing known",
         object("ResourceQuota", R"("spec":{"hard":{"cores":"1"}})"),
         {"spec.hard[cores]: Invalid value: \"cores\": must be a standard resource type or fully qualified",
          "spec.hard[cores]: Invalid value: \"cores\": must be a standard resource for quota"}},
        {"scopes without pods",
         object("ResourceQuota",
                R"("spec":{"hard":{"secrets":"1","cpu":"1"},"scopes":["BestEffort","NotBestEffort"]})"),
         {R"(spec.scopes: Invalid value: []core.ResourceQuotaScope{"BestEffort", "NotBestEffort"}: unsupported scope applied to resource)",
          R"(spec.scopes: Invalid value: []core.ResourceQuotaScope{"BestEffort", "NotBestEffort"}: unsupported scope applied to resource)",
          R"(spec.scopes: Invalid value: []core.ResourceQuotaScope{"BestEffort", "NotBestEffort"}: unsupported scope applied to resource)",
          R"(spec.scopes: Invalid value: []core.ResourceQuotaScope{"BestEffort", "NotBestEffort"}: conflicting scopes)"}},
        {"scopes that are selected",
         object("ResourceQuota", R"("spec":{"hard":{"pods":"1"},"scopeSelector":{"matchExpressions":[
            {"scopeName":"Terminating","operator":"In","values":["x"]},{"scopeName":"PriorityClass","operator":"In"}]}})"),
         {"spec.scopeSelector.matchExpressions.operator: Invalid value: \"In\": must be 'Exist' when scope is any of "
          "ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, "
          "ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity",
          "spec.scopeSelector.matchExpressions.values: Required value: must be at least one value when `operator` is "
          "'In' or 'NotIn' for scope selector"}},
        {"range",
         object("LimitRange", R"("spec":{"limits":[{"type":"Container","min":{"cpu":"2"},"max":{"cpu":"1"}}]})"),
         {"spec.limits[0].min[cpu]: Invalid value: \"2\": min value 2 is greater than max value 1",
          "spec.limits[0].min[cpu]: Invalid value: \"2\": min value 2 is greater than default request value 1"}},
        {"range of claims without storage",
         object("LimitRange", R"("spec":{"limits":[{"type":"PersistentVolumeClaim","max":{"cpu":"1"}}]})"),
         {"spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was "
          "provided"}},
        {"range of nothing known",
         object("LimitRange", R"("spec":{"limits":[{"type":"Node","maxLimitRequestRatio":{"cpu":"500m"}}]})"),
         {"spec.limits[0].type: Invalid value: \"Node\": must be a standard limit type or fully qualified",
          "spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: \"500m\": ratio 500m is less than 1"}},
    });
    CHECK(row(object("ResourceQuota", R"("status":{"hard":{"cpu":"2","limits.cpu":"4"},"used":{"cpu":"1"}})")) ==
          std::vector<std::string>{"x", "cpu: 1/2", "limits.cpu: 0/4", "60m"});
    CHECK(has(created(object("LimitRange", R"("spec":{"limits":[{"type":"Container","max":{"cpu":"1"}}]})")),
              R"("default":{"cpu":"1"},"defaultRequest":{"cpu":"1"})"));
}

TEST_CASE("Volumes and claims") {
    const std::string claim =
        object("PersistentVolumeClaim",
               R"("spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}})");
    const std::string volume =
        R"({"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"x"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce","ReadOnlyMany"],"hostPath":{"path":"/d"}}})";
    check(std::vector<Case>{
        {"claim", claim, {}},
        {"claim without size",
         with(claim, R"("requests":{"storage":"1Gi"})", ""),
         {"spec.resources[storage]: Required value"}},
        {"claim without mode",
         with(claim, R"("ReadWriteOnce")", ""),
         {"spec.accessModes: Required value: at least 1 access mode is required"}},
        {"volume", volume, {}},
        {"volume of nothing",
         with(volume, R"(,"hostPath":{"path":"/d"})", ""),
         {"spec: Required value: must specify a volume type"}},
        {"volume of no driver",
         with(volume, R"("hostPath":{"path":"/d"})", R"("csi":{"driver":"","volumeHandle":""})"),
         {"spec.csi.driver: Required value", "spec.csi.volumeHandle: Required value"}},
    });
    // What belongs to features that are off is not kept.
    constexpr const char* kClass = R"("volumeAttributesClassName":"fast","accessModes")";
    CHECK(created(with(volume, R"("accessModes")", kClass)) == created(volume));
    CHECK(created(with(claim, R"("accessModes")", kClass)) == created(claim));
    CHECK(created(with(claim, R"("accessModes")",
                       R"("dataSourceRef":{"kind":"K","name":"n","namespace":"other"},"accessModes")")) ==
          created(claim));
    check(std::vector<UpdateCase>{
        {"claim changed",
         claim,
         with(claim, "ReadWriteOnce", "ReadWriteMany"),
         {"spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName "
          "for bound claims"}},
        {"claim bound", claim, with(claim, R"("spec":{)", R"("spec":{"volumeName":"v",)"), {}},
    });
    CHECK(row(defaulted(volume)) == std::vector<std::string>{"x", "1Gi", "RWO,ROX", "Retain", "Pending", "", "",
                                                             "<unset>", "", "<unknown>", "Filesystem"});
    CHECK(row(defaulted(claim)) ==
          std::vector<std::string>{"x", "Pending", "", "", "", "", "<unset>", "60m", "Filesystem"});
}
