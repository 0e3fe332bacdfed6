#include <doctest/doctest.h>

#include "tests/unit/resources/documents.h"

using namespace armillary;
using namespace armillary::resources;
using namespace armillary::resources::testing;

namespace {

/// A pod with the given spec members and one container with the given members.
std::string pod(const std::string& spec, const std::string& container = "") {
    return R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"d"},"spec":{)" + spec +
           (spec.empty() ? "" : ",") + R"("containers":[{"name":"c","image":"i")" +
           (container.empty() ? "" : "," + container) + "}]}}";
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("A pod's defaults") {
    const std::string json = created(
        pod(R"("volumes":[{"name":"e"},{"name":"s","secret":{"secretName":"x"}},{"name":"h","hostPath":{"path":"/x"}},
        {"name":"t","projected":{"sources":[{"serviceAccountToken":{"path":"token"}}]}}])",
            R"("ports":[{"containerPort":80}],"resources":{"limits":{"cpu":"1"}},
        "env":[{"name":"N","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}],
        "livenessProbe":{"httpGet":{"port":80}})"));
    CAPTURE(json);
    for (
        const char* part :
        {R"("restartPolicy":"Always")", R"("terminationGracePeriodSeconds":30)", R"("dnsPolicy":"ClusterFirst")",
         R"("schedulerName":"default-scheduler")", R"("securityContext":{})", R"("enableServiceLinks":true)",
         R"("terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"Always")",
         R"("ports":[{"containerPort":80,"protocol":"TCP"}])", R"("requests":{"cpu":"1"})",
         R"({"name":"e","emptyDir":{}})", R"("secret":{"secretName":"x","defaultMode":420})",
         R"("hostPath":{"path":"/x","type":""})", R"("serviceAccountToken":{"expirationSeconds":3600,"path":"token"})",
         R"("fieldRef":{"apiVersion":"v1","fieldPath":"metadata.name"})",
         R"("livenessProbe":{"httpGet":{"path":"/","port":80,"scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3})",
         R"("status":{"phase":"Pending","qosClass":"Burstable"})"}) {
        CAPTURE(part);
        CHECK(has(json, part));
    }
}

TEST_CASE("What belongs to features that are off is not kept") {
    CHECK(created(pod(R"("hostUsers":false,"hostNetwork":true,"resources":{"limits":{"cpu":"1"}},
        "resourceClaims":[{"name":"gpu","resourceClaimName":"g"}],
        "securityContext":{"supplementalGroupsPolicy":"Strict","seLinuxChangePolicy":"Recursive","runAsUser":1},
        "volumes":[{"name":"model","image":{"reference":"m:1"}},{"name":"data"}],
        "initContainers":[{"name":"first","image":"i","volumeMounts":[{"name":"model","mountPath":"/m"}]}])",
                      R"("resizePolicy":[{"resourceName":"cpu","restartPolicy":"NotRequired"}],
        "securityContext":{"procMount":"Unmasked","runAsUser":2},
        "resources":{"claims":[{"name":"gpu"}],"limits":{"cpu":"1"}},
        "volumeMounts":[{"name":"data","mountPath":"/d"},{"name":"model","mountPath":"/m"}])")) ==
          created(pod(R"("hostNetwork":true,"securityContext":{"runAsUser":1},"volumes":[{"name":"data"}],
        "initContainers":[{"name":"first","image":"i"}])",
                      R"("securityContext":{"runAsUser":2},"resources":{"limits":{"cpu":"1"}},
        "volumeMounts":[{"name":"data","mountPath":"/d"}])")));
    const std::string bundle = pod(
        R"("volumes":[{"name":"t","projected":{"sources":[{"clusterTrustBundle":{"name":"b","path":"ca.crt"}}]}}])");
    CHECK(createErrors(bundle) ==
          std::vector<std::string>{"spec.volumes[0].projected.sources[0]: Required value: must specify a projected "
                                   "volume source"});
}

TEST_CASE("Pull policy follows the tag") {
    const std::pair<const char*, const char*> cases[] = {{"nginx", "Always"},
                                                         {"nginx:latest", "Always"},
                                                         {"nginx:1", "IfNotPresent"},
                                                         {"host:5000/nginx", "Always"},
                                                         {"host:5000/nginx:2", "IfNotPresent"},
                                                         {"nginx@sha256:00", "IfNotPresent"}};
    for (const auto& [image, policy] : cases) {
        CAPTURE(image);
        CHECK(has(created(with(pod(""), "\"i\"", std::string("\"") + image + "\"")),
                  std::string("\"imagePullPolicy\":\"") + policy + "\""));
    }
}

TEST_CASE("Quality of service") {
    const std::pair<const char*, const char*> cases[] = {
        {R"("resources":{})", "BestEffort"},
        {R"("resources":{"requests":{"cpu":"1"}})", "Burstable"},
        {R"("resources":{"limits":{"cpu":"1","memory":"1Gi"}})", "Guaranteed"},
        {R"("resources":{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"500m"}})", "Burstable"},
        {R"("resources":{"limits":{"cpu":"1"}})", "Burstable"},
        {R"("resources":{"limits":{"example.com/x":"1"}})", "BestEffort"}};
    for (const auto& [resources, expected] : cases) {
        CAPTURE(resources);
        CHECK(has(created(pod("", resources)), std::string("\"qosClass\":\"") + expected + "\""));
    }
}

TEST_CASE("Containers") {
    const std::string label =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end "
        "with an alphanumeric "
        "character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    check(std::vector<Case>{
        {"good", pod(""), {}},
        {"none",
         R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"d"},"spec":{"containers":[]}})",
         {"spec.containers: Required value"}},
        {"no image", with(pod(""), R"("image":"i")", R"("image":"")"), {"spec.containers[0].image: Required value"}},
        {"spaces",
         with(pod(""), R"("image":"i")", R"("image":" i")"),
         {"spec.containers[0].image: Invalid value: \" i\": must not have leading or trailing whitespace"}},
        {"bad name",
         with(pod(""), R"("name":"c")", R"("name":"C_c")"),
         {"spec.containers[0].name: Invalid value: \"C_c\": " + label}},
        {"twins",
         with(pod(""), R"("containers":[)", R"("containers":[{"name":"c","image":"j"},)"),
         {"spec.containers[1].name: Duplicate value: \"c\""}},
        {"same name in init containers",
         pod(R"("initContainers":[{"name":"c","image":"i"}])"),
         {"spec.initContainers[0].name: Duplicate value: \"c\""}},
        {"probe on an init container",
         pod(R"("initContainers":[{"name":"x","image":"i","readinessProbe":{"exec":{"command":["true"]}}}])"),
         {"spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without "
          "restartPolicy=Always"}},
        {"sidecar with a probe",
         pod(R"("initContainers":[{"name":"x","image":"i","restartPolicy":"Always","readinessProbe":{"exec":{"command":["true"]}}}])"),
         {}},
        {"pull policy",
         pod("", R"("imagePullPolicy":"Sometimes")"),
         {"spec.containers[0].imagePullPolicy: Unsupported value: \"Sometimes\": supported values: \"Always\", "
          "\"IfNotPresent\", \"Never\""}},
        {"ports",
         pod("",
             R"("ports":[{"containerPort":0},{"containerPort":70000},{"containerPort":1,"protocol":"ICMP"},{"name":"-","containerPort":2}])"),
         {"spec.containers[0].ports[0].containerPort: Required value",
          "spec.containers[0].ports[1].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive",
          "spec.containers[0].ports[2].protocol: Unsupported value: \"ICMP\": supported values: \"SCTP\", \"TCP\", "
          "\"UDP\"",
          "spec.containers[0].ports[3].name: Invalid value: \"-\": must contain at least one letter (a-z)",
          "spec.containers[0].ports[3].name: Invalid value: \"-\": must not begin or end with a hyphen"}},
        {"host ports clash",
         pod("", R"("ports":[{"containerPort":1,"hostPort":9},{"containerPort":2,"hostPort":9}])"),
         {"spec.containers[0].ports[1].hostPort: Duplicate value: \"TCP//9\""}},
        {"host network",
         pod(R"("hostNetwork":true)", R"("ports":[{"containerPort":1,"hostPort":9}])"),
         {"spec.containers[0].ports[0].hostPort: Invalid value: 9: must match `containerPort` when `hostNetwork` is "
          "true"}},
        {"restart policy of a container",
         pod("", R"("restartPolicy":"Always")"),
         {"spec.containers[0].restartPolicy: Forbidden: may not be set for non-init containers"}},
    });
}

TEST_CASE("Environment") {
    check(std::vector<Case>{
        {"names",
         pod("", R"("env":[{"name":"","value":"x"},{"name":"a=b"},{"name":"dotted.name 1"}])"),
         {"spec.containers[0].env[0].name: Required value",
          "spec.containers[0].env[1].name: Invalid value: \"a=b\": a valid environment variable name must consist only "
          "of printable ASCII characters other than '='"}},
        {"sources",
         pod("",
             R"("env":[{"name":"A","valueFrom":{}},{"name":"B","value":"x","valueFrom":{"fieldRef":{"fieldPath":"spec.nodeName"}}},
            {"name":"C","valueFrom":{"fieldRef":{"fieldPath":"spec.nodeName"},"configMapKeyRef":{"name":"m","key":"k"}}}])"),
         {"spec.containers[0].env[0].valueFrom: Invalid value: \"\": must specify one of: `fieldRef`, "
          "`resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`",
          "spec.containers[0].env[1].valueFrom: Invalid value: \"\": may not be specified when `value` is not empty",
          "spec.containers[0].env[2].valueFrom: Invalid value: \"\": may not have more than one field specified at a "
          "time"}},
        {"fields",
         pod("", R"("env":[{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"status.phase"}}},
            {"name":"B","valueFrom":{"fieldRef":{"fieldPath":"spec.nothing"}}},{"name":"C","valueFrom":{"fieldRef":{"fieldPath":"metadata.labels['x']"}}}])"),
         {"spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Unsupported value: \"status.phase\": supported "
          "values: \"metadata.name\", "
          "\"metadata.namespace\", \"metadata.uid\", \"spec.nodeName\", \"spec.serviceAccountName\", "
          "\"status.hostIP\", \"status.hostIPs\", "
          "\"status.podIP\", \"status.podIPs\"",
          "spec.containers[0].env[1].valueFrom.fieldRef.fieldPath: Invalid value: \"spec.nothing\": error converting "
          "fieldPath: field label "
          "not supported: spec.nothing"}},
        {"keys",
         pod("", R"("env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"s","key":""}}}])"),
         {"spec.containers[0].env[0].valueFrom.secretKeyRef.key: Required value"}},
        {"envFrom",
         pod("", R"("envFrom":[{},{"configMapRef":{"name":""}}])"),
         {"spec.containers[0].envFrom[0]: Invalid value: \"\": must specify one of: `configMapRef` or `secretRef`",
          "spec.containers[0].envFrom[1].configMapRef.name: Required value"}},
    });
}

TEST_CASE("Resources") {
    check(std::vector<Case>{
        {"more than the limit",
         pod("", R"("resources":{"limits":{"cpu":"1"},"requests":{"cpu":"2"}})"),
         {"spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1"}},
        {"negative",
         pod("", R"("resources":{"requests":{"memory":"-1"}})"),
         {"spec.containers[0].resources.requests[memory]: Invalid value: \"-1\": must be greater than or equal to 0"}},
        {"unknown",
         pod("", R"("resources":{"requests":{"bytes":"1"},"limits":{"bytes":"1"}})"),
         {"spec.containers[0].resources.limits[bytes]: Invalid value: \"bytes\": must be a standard resource for "
          "containers",
          "spec.containers[0].resources.requests[bytes]: Invalid value: \"bytes\": must be a standard resource for "
          "containers"}},
        {"extended ones are whole",
         pod("", R"("resources":{"limits":{"example.com/x":"1500m"}})"),
         {"spec.containers[0].resources.limits[example.com/x]: Invalid value: \"1500m\": must be an integer",
          "spec.containers[0].resources.requests[example.com/x]: Invalid value: \"1500m\": must be an integer"}},
        {"extended ones need a limit",
         pod("", R"("resources":{"requests":{"example.com/x":"1"}})"),
         {"spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources"}},
    });
}

TEST_CASE("Volumes and mounts") {
    check(std::vector<Case>{
        {"twins", pod(R"("volumes":[{"name":"v"},{"name":"v"}])"), {"spec.volumes[1].name: Duplicate value: \"v\""}},
        {"two sources",
         pod(R"("volumes":[{"name":"v","emptyDir":{},"secret":{"secretName":"s"}}])"),
         {"spec.volumes[0].secret: Forbidden: may not specify more than 1 volume type"}},
        {"incomplete",
         pod(R"("volumes":[{"name":"a","secret":{}},{"name":"b","configMap":{}},{"name":"c","persistentVolumeClaim":{"claimName":""}},
            {"name":"d","hostPath":{"path":"/a/../b"}},{"name":"e","secret":{"secretName":"s","defaultMode":512,"items":[{"key":"k","path":"/k"}]}}])"),
         {"spec.volumes[0].secret.secretName: Required value", "spec.volumes[1].configMap.name: Required value",
          "spec.volumes[2].persistentVolumeClaim.claimName: Required value",
          "spec.volumes[3].hostPath.path: Invalid value: \"/a/../b\": must not contain '..'",
          "spec.volumes[4].secret.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both "
          "inclusive",
          "spec.volumes[4].secret.items[0].path: Invalid value: \"/k\": must be a relative path"}},
        {"unknown volume",
         pod("", R"("volumeMounts":[{"name":"v","mountPath":"/v"}])"),
         {"spec.containers[0].volumeMounts[0].name: Not found: \"v\""}},
        {"same place",
         pod(R"("volumes":[{"name":"v"}])",
             R"("volumeMounts":[{"name":"v","mountPath":"/v"},{"name":"v","mountPath":"/v"}])"),
         {"spec.containers[0].volumeMounts[1].mountPath: Invalid value: \"/v\": must be unique"}},
        {"token",
         pod(R"("serviceAccountName":"s","volumes":[{"name":"v","projected":{"sources":[{"serviceAccountToken":{"path":"t","expirationSeconds":60}}]}}])"),
         {"spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 60: may not "
          "specify a duration less than 10 minutes"}},
        {"token of nobody",
         pod(R"("volumes":[{"name":"v","projected":{"sources":[{"serviceAccountToken":{"path":"t"}}]}}])"),
         {"spec.volumes[0].projected.sources[0].serviceAccountToken: Forbidden: must not be specified when "
          "serviceAccountName is not set"}},
        {"path that leaves the volume",
         pod(R"("volumes":[{"name":"v"}])", R"("volumeMounts":[{"name":"v","mountPath":"/v","subPath":"../x"}])"),
         {"spec.containers[0].volumeMounts.subPath: Invalid value: \"../x\": must not contain '..'"}},
        {"device in the same place",
         pod(R"("volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"c"}},{"name":"e"}])",
             R"("volumeMounts":[{"name":"e","mountPath":"/v"}],"volumeDevices":[{"name":"v","devicePath":"/v"}])"),
         {"spec.containers[0].volumeMounts[0].mountPath: Invalid value: \"/v\": must not already exist as a path in "
          "volumeDevices",
          "spec.containers[0].volumeDevices[0].devicePath: Invalid value: \"/v\": must not already exist as a path in "
          "volumeMounts"}},
        {"read-only all the way down",
         pod(R"("volumes":[{"name":"v"}])",
             R"("volumeMounts":[{"name":"v","mountPath":"/v","readOnly":true,"recursiveReadOnly":"Enabled"}])"),
         {}},
        {"read-only below what is not",
         pod(R"("volumes":[{"name":"v"}])",
             R"("volumeMounts":[{"name":"v","mountPath":"/v","recursiveReadOnly":"IfPossible"}])"),
         {"spec.containers[0].volumeMounts.recursiveReadOnly: Forbidden: may only be specified when readOnly is true"}},
        {"block device of an empty directory",
         pod(R"("volumes":[{"name":"v"}])", R"("volumeDevices":[{"name":"v","devicePath":"/dev/x"}])"),
         {"spec.containers[0].volumeDevices[0].name: Invalid value: \"v\": can only use volume source type of "
          "PersistentVolumeClaim or Ephemeral for block mode"}},
    });
}

TEST_CASE("Probes and hooks") {
    check(std::vector<Case>{
        {"no handler",
         pod("", R"("livenessProbe":{})"),
         {"spec.containers[0].livenessProbe: Required value: must specify a handler type"}},
        {"two handlers",
         pod("", R"("livenessProbe":{"exec":{"command":["x"]},"tcpSocket":{"port":1}})"),
         {"spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type"}},
        {"success",
         pod("", R"("livenessProbe":{"exec":{"command":["x"]},"successThreshold":2})"),
         {"spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1"}},
        {"port",
         pod("", R"("readinessProbe":{"httpGet":{"port":0}})"),
         {"spec.containers[0].readinessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive"}},
        {"no command",
         pod("", R"("lifecycle":{"preStop":{"exec":{}}})"),
         {"spec.containers[0].lifecycle.preStop.exec.command: Required value"}},
    });
}

TEST_CASE("The rest of a pod") {
    check(std::vector<Case>{
        {"restart policy",
         pod(R"("restartPolicy":"Maybe")"),
         {"spec.restartPolicy: Unsupported value: \"Maybe\": supported values: \"Always\", \"OnFailure\", \"Never\""}},
        {"deadline",
         pod(R"("activeDeadlineSeconds":0)"),
         {"spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive"}},
        {"dns",
         pod(R"("dnsPolicy":"None")"),
         {"spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None"}},
        {"tolerations",
         pod(R"("tolerations":[{"operator":"Equal","value":"x"},{"key":"k","operator":"Exists","effect":"NoSchedule","tolerationSeconds":1}])"),
         {"spec.tolerations[0].operator: Invalid value: \"Equal\": operator must be Exists when `key` is empty, which "
          "means \"match all values and all keys\"",
          "spec.tolerations[1].effect: Invalid value: \"NoSchedule\": effect must be 'NoExecute' when "
          "`tolerationSeconds` is set"}},
        {"affinity",
         pod(R"("affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[]}},
            "podAntiAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":0,"podAffinityTerm":{"topologyKey":"k"}}]}})"),
         {"spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required "
          "value: must have at least one node selector term",
          "spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: "
          "must be in the range 1-100"}},
        {"spread",
         pod(R"("topologySpreadConstraints":[{"maxSkew":0,"topologyKey":"k","whenUnsatisfiable":"DoNotSchedule"}])"),
         {"spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero"}},
        {"spread by labels of the pod",
         pod(R"("topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"k","whenUnsatisfiable":"DoNotSchedule",
            "nodeTaintsPolicy":"Maybe","matchLabelKeys":["a","b"],"labelSelector":{"matchLabels":{"a":"x"}}}])"),
         {"spec.topologySpreadConstraints[0].nodeTaintsPolicy: Unsupported value: \"Maybe\": supported values: "
          "\"Honor\", \"Ignore\"",
          "spec.topologySpreadConstraints[0].matchLabelKeys[0]: Invalid value: \"a\": exists in both matchLabelKeys "
          "and "
          "labelSelector"}},
        {"labels of the pod without a selector",
         pod(R"("affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[
            {"topologyKey":"k","matchLabelKeys":["a"]},
            {"topologyKey":"k","matchLabelKeys":["a"],"mismatchLabelKeys":["a"],"labelSelector":{}}]}})"),
         {"spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys: Forbidden: must "
          "not be specified when labelSelector is not set",
          "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[1].mismatchLabelKeys[0]: Invalid "
          "value: \"a\": exists in both matchLabelKeys and mismatchLabelKeys"}},
        {"user",
         pod(R"("securityContext":{"runAsUser":-1})"),
         {"spec.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive"}},
        {"privilege",
         pod("", R"("securityContext":{"privileged":true,"allowPrivilegeEscalation":false})"),
         {"spec.containers[0].securityContext: Invalid value: "
          "{\"privileged\":true,\"allowPrivilegeEscalation\":false}: "
          "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"}},
        {"gates and node",
         pod(R"("nodeName":"n","schedulingGates":[{"name":"g"}])"),
         {"spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared"}},
    });
}

TEST_CASE("What may change in a pod") {
    const std::string stored = pod(R"("tolerations":[{"key":"a","operator":"Exists"}],"activeDeadlineSeconds":10)");
    const std::string rule =
        "spec: Forbidden: pod updates may not change fields other than "
        "`spec.containers[*].image`,`spec.initContainers[*].image`,"
        "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing "
        "tolerations),`spec.terminationGracePeriodSeconds` "
        "(allow it to be set to 1 if it was previously negative)\n";
    check(std::vector<UpdateCase>{
        {"nothing", stored, stored, {}},
        {"image", stored, with(stored, R"("image":"i")", R"("image":"j","imagePullPolicy":"Always")"), {}},
        {"another toleration",
         stored,
         with(stored, R"([{"key":"a")", R"([{"key":"b","operator":"Exists"},{"key":"a")"),
         {}},
        {"a toleration less",
         stored,
         with(stored, R"({"key":"a","operator":"Exists"})", ""),
         {"spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds"}},
        {"sooner", stored, with(stored, R"("activeDeadlineSeconds":10)", R"("activeDeadlineSeconds":5)"), {}},
        {"later",
         stored,
         with(stored, R"("activeDeadlineSeconds":10)", R"("activeDeadlineSeconds":50)"),
         {"spec.activeDeadlineSeconds: Invalid value: 50: must be less than or equal to previous value"}},
        {"node", stored, with(stored, R"("containers")", R"("nodeName":"n","containers")"), {rule + "nodeName"}},
        {"container",
         stored,
         with(stored, R"("containers":[)", R"("containers":[{"name":"x","image":"i"},)"),
         {"spec.containers: Forbidden: pod updates may not add or remove containers"}},
    });
}

TEST_CASE("What may change in a pod at a gate") {
    const std::string stored = pod(R"("nodeSelector":{"a":"b"},"schedulingGates":[{"name":"g"},{"name":"h"}])");
    check(std::vector<UpdateCase>{
        {"opened", stored, with(stored, R"(,{"name":"h"})", ""), {}},
        {"another gate",
         stored,
         with(stored, R"({"name":"h"})", R"({"name":"i"})"),
         {"spec.schedulingGates[1].name: Forbidden: only deletion is allowed, but found new scheduling gate 'i'"}},
        {"narrowed", stored, with(stored, R"("a":"b")", R"("a":"b","c":"d")"), {}},
        {"moved",
         stored,
         with(stored, R"("a":"b")", R"("a":"c")"),
         {"spec.nodeSelector: Invalid value: map[string]string{\"a\":\"c\"}: only additions to spec.nodeSelector are "
          "allowed (no mutations or deletions)"}},
        {"node affinity",
         stored,
         with(stored, R"("nodeSelector")",
              R"("affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":
            {"nodeSelectorTerms":[{"matchExpressions":[{"key":"k","operator":"Exists"}]}]}}},"nodeSelector")"),
         {}},
    });
}

TEST_CASE("Nodes are ruled out at a gate, not let in") {
    const std::string stored = pod(R"("schedulingGates":[{"name":"g"}],"affinity":{"nodeAffinity":
            {"requiredDuringSchedulingIgnoredDuringExecution":
            {"nodeSelectorTerms":[{"matchExpressions":[{"key":"k","operator":"Exists"}]}]}}})");
    const std::string terms =
        "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";
    const auto expressions = [&](const std::string& list) {
        return with(stored, R"([{"key":"k","operator":"Exists"}])", "[" + list + "]");
    };
    check(std::vector<UpdateCase>{
        {"one more condition",
         stored,
         expressions(R"({"key":"k","operator":"Exists"},{"key":"l","operator":"Exists"})"),
         {}},
        {"another condition",
         stored,
         expressions(R"({"key":"l","operator":"Exists"})"),
         {terms + "[0]: Invalid value: \"\": only additions are allowed (no mutations or deletions)"}},
        {"one more term",
         stored,
         with(stored, R"("nodeSelectorTerms":[)",
              R"("nodeSelectorTerms":[{"matchExpressions":[{"key":"l","operator":"Exists"}]},)"),
         {terms + ": Invalid value: \"\": no additions/deletions to non-empty NodeSelectorTerms list are allowed"}},
    });
}

TEST_CASE("Ephemeral containers") {
    check(std::vector<Case>{
        {"good", pod(R"("ephemeralContainers":[{"name":"e","image":"i","targetContainerName":"c"}])"), {}},
        {"bad",
         pod(R"("ephemeralContainers":[{"name":"c","image":"i","ports":[{"containerPort":1}],"targetContainerName":"x"}])"),
         {"spec.ephemeralContainers[0].name: Duplicate value: \"c\"",
          "spec.ephemeralContainers[0].targetContainerName: Not found: \"x\"",
          "spec.ephemeralContainers[0].ports: Forbidden: cannot be set for an Ephemeral Container"}},
    });
}

TEST_CASE("Grace") {
    const auto grace = [](const std::string& json) {
        const Document document(json);
        return std::pair(document.row().rules->deletesGracefully(document.get()),
                         document.row().rules->defaultGraceSeconds(document.get()));
    };
    CHECK(grace(pod(R"("terminationGracePeriodSeconds":7)")) == std::pair(false, std::int64_t(0)));
    CHECK(grace(pod(R"("terminationGracePeriodSeconds":7,"nodeName":"n")")) == std::pair(true, std::int64_t(7)));
    CHECK(grace(pod(R"("terminationGracePeriodSeconds":-7,"nodeName":"n")")) == std::pair(true, std::int64_t(1)));
    CHECK(grace(with(pod(R"("terminationGracePeriodSeconds":7,"nodeName":"n")"), "}]}}",
                     R"(}]},"status":{"phase":"Succeeded"}})")) == std::pair(false, std::int64_t(0)));
}

TEST_CASE("Selectable fields of pods") {
    const Document document(
        with(pod(R"("nodeName":"n")"), "}]}}", R"(}]},"status":{"phase":"Running","podIP":"10.0.0.1"}})"));
    const auto& rules = *document.row().rules;
    CHECK(rules.selectableField(document.get(), "spec.nodeName") == "n");
    CHECK(rules.selectableField(document.get(), "status.phase") == "Running");
    CHECK(rules.selectableField(document.get(), "status.podIP") == "10.0.0.1");
}
