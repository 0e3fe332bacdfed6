#include <doctest/doctest.h>

#include "tests/unit/resources/documents.h"

using namespace armillary::resources::testing;

namespace {

const std::string kTemplate =
    R"("template":{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"i:1"}]}})";

std::string workload(const std::string& kind, const std::string& spec, const std::string& status = "") {
    return R"({"apiVersion":"apps/v1","kind":")" + kind +
           R"(","metadata":{"name":"w","namespace":"d","creationTimestamp":"2026-01-01T00:00:00Z"},"spec":{)" + spec +
           R"("selector":{"matchLabels":{"app":"x"}},)" + kTemplate + "}" +
           (status.empty() ? "" : ",\"status\":{" + status + "}") + "}";
}
std::string deployment(const std::string& spec = "") {
    return workload("Deployment", spec);
}

std::string job(const std::string& spec, const std::string& pod = R"("restartPolicy":"Never",)") {
    return R"({"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"j","namespace":"d","uid":"u","creationTimestamp":"2026-01-01T00:00:00Z"},"spec":{)" +
           spec + R"("template":{"spec":{)" + pod + R"("containers":[{"name":"c","image":"i:1"}]}}}})";
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

const std::string kMismatch =
    "spec.template.metadata.labels: Invalid value: map[string]string{\"app\":\"y\"}: `selector` does not match "
    "template `labels`";

}  // namespace

TEST_CASE("Deployments") {
    const std::string json = created(deployment());
    for (const char* part :
         {R"("replicas":1)",
          R"("strategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":"25%","maxSurge":"25%"}})",
          R"("revisionHistoryLimit":10)", R"("progressDeadlineSeconds":600)", R"("imagePullPolicy":"IfNotPresent")"}) {
        CAPTURE(part);
        CHECK(has(json, part));
    }
    CHECK_FALSE(has(json, "enableServiceLinks"));
    check(std::vector<Case>{
        {"good", deployment(), {}},
        {"labels", with(deployment(), R"("labels":{"app":"x"})", R"("labels":{"app":"y"})"), {kMismatch}},
        {"no selector",
         with(deployment(), R"("selector":{"matchLabels":{"app":"x"}},)", ""),
         {"spec.selector: Required value"}},
        {"empty selector",
         with(deployment(), R"("selector":{"matchLabels":{"app":"x"}},)", R"("selector":{},)"),
         {"spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string(nil), "
          "MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: empty selector is invalid for deployment"}},
        {"no progress",
         deployment(R"("strategy":{"rollingUpdate":{"maxSurge":0,"maxUnavailable":0}},)"),
         {"spec.strategy.rollingUpdate.maxUnavailable: Invalid value: intstr.IntOrString{Type:0, IntVal:0, "
          "StrVal:\"\"}: may not be 0 when `maxSurge` is 0"}},
        {"too much",
         deployment(R"("strategy":{"rollingUpdate":{"maxUnavailable":"101%"}},)"),
         {"spec.strategy.rollingUpdate.maxUnavailable: Invalid value: intstr.IntOrString{Type:1, IntVal:0, "
          "StrVal:\"101%\"}: must not be greater than 100%"}},
        {"no percentage",
         deployment(R"("strategy":{"rollingUpdate":{"maxSurge":"many"}},)"),
         {"spec.strategy.rollingUpdate.maxSurge: Invalid value: intstr.IntOrString{Type:1, IntVal:0, StrVal:\"many\"}: "
          "a valid percent string must be "
          "a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"}},
        {"recreate",
         deployment(R"("strategy":{"type":"Recreate","rollingUpdate":{}},)"),
         {"spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"}},
        {"ports in the host's network",
         with(deployment(), R"("spec":{"containers":[{"name":"c","image":"i:1")",
              R"("spec":{"hostNetwork":true,"containers":[{"name":"c","image":"i:1","ports":[{"containerPort":80}])"),
         {}},
        {"strategy",
         deployment(R"("strategy":{"type":"Big bang"},)"),
         {"spec.strategy: Unsupported value: apps.DeploymentStrategy{Type:\"Big bang\", "
          "RollingUpdate:(*apps.RollingUpdateDeployment)(nil)}: supported values: \"Recreate\", \"RollingUpdate\""}},
        {"negative",
         deployment(R"("replicas":-1,)"),
         {"spec.replicas: Invalid value: -1: must be greater than or equal to 0"}},
        {"deadline",
         deployment(R"("minReadySeconds":700,)"),
         {"spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds"}},
        {"runs once",
         with(deployment(), R"("spec":{"containers")", R"("spec":{"restartPolicy":"Never","containers")"),
         {"spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\""}},
    });
    const std::string moved =
        with(with(deployment(), R"({"app":"x"})", R"({"app":"y"})"), R"({"app":"x"})", R"({"app":"y"})");
    check(std::vector<UpdateCase>{
        {"scaled", deployment(), deployment(R"("replicas":5,)"), {}},
        {"selector",
         deployment(),
         moved,
         {"spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{\"app\":\"y\"}, "
          "MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is immutable"}},
    });
    CHECK(row(workload("Deployment", R"("replicas":3,)",
                       R"("readyReplicas":2,"updatedReplicas":3,"availableReplicas":1)")) ==
          std::vector<std::string>{"w", "2/3", "3", "1", "60m", "c", "i:1", "app=x"});
}

TEST_CASE("Status is the controller's") {
    const std::string json = created(workload("Deployment", "", R"("replicas":7)"));
    CHECK(has(json, R"("status":{})"));
    CHECK(statusErrors(deployment(), workload("Deployment", "", R"("replicas":1,"readyReplicas":2)")) ==
          std::vector<std::string>{"status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas"});
}

TEST_CASE("Replica sets and replication controllers") {
    check(std::vector<Case>{
        {"good", workload("ReplicaSet", ""), {}},
        {"labels", with(workload("ReplicaSet", ""), R"("labels":{"app":"x"})", R"("labels":{"app":"y"})"), {kMismatch}},
        {"controller",
         R"({"apiVersion":"v1","kind":"ReplicationController","metadata":{"name":"w","namespace":"d"},"spec":{)" +
             kTemplate + "}}",
         {}},
        {"controller without template",
         R"({"apiVersion":"v1","kind":"ReplicationController","metadata":{"name":"w","namespace":"d"},"spec":{}})",
         {"spec.selector: Required value", "spec.template: Required value"}},
    });
    CHECK(row(workload("ReplicaSet", R"("replicas":2,)", R"("replicas":2,"readyReplicas":1)")) ==
          std::vector<std::string>{"w", "2", "2", "1", "60m", "c", "i:1", "app=x"});
}

TEST_CASE("Stateful sets and daemon sets") {
    const std::string claims =
        R"("volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}],)";
    const std::string mounted = with(workload("StatefulSet", claims), R"("image":"i:1")",
                                     R"("image":"i:1","volumeMounts":[{"name":"data","mountPath":"/d"}])");
    check(std::vector<Case>{
        {"stateful", workload("StatefulSet", R"("serviceName":"s",)"), {}},
        {"mounts of claims are found", mounted, {}},
        {"policy",
         workload("StatefulSet", R"("podManagementPolicy":"Random",)"),
         {"spec.podManagementPolicy: Invalid value: \"Random\": must be 'OrderedReady' or 'Parallel'"}},
        {"daemon", workload("DaemonSet", ""), {}},
        {"daemon surge",
         workload("DaemonSet", R"("updateStrategy":{"rollingUpdate":{"maxSurge":1}},)"),
         {"spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: intstr.IntOrString{Type:0, IntVal:1, "
          "StrVal:\"\"}: may not be set when maxUnavailable is non-zero"}},
    });
    check(std::vector<UpdateCase>{
        {"scale", workload("StatefulSet", ""), workload("StatefulSet", R"("replicas":2,)"), {}},
        {"service",
         workload("StatefulSet", ""),
         workload("StatefulSet", R"("serviceName":"t",)"),
         {"spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', "
          "'updateStrategy', "
          "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"}},
    });
    CHECK(created(workload("StatefulSet", R"("updateStrategy":{"rollingUpdate":{"maxUnavailable":2}},)")) ==
          created(workload("StatefulSet", "")));
    CHECK(row(workload("StatefulSet", R"("replicas":2,)", R"("replicas":2,"readyReplicas":1)")) ==
          std::vector<std::string>{"w", "1/2", "60m", "c", "i:1"});
    CHECK(columnNames("apps", "daemonsets") == std::vector<std::string>{"Name", "Desired", "Current", "Ready",
                                                                        "Up-to-date", "Available", "Node Selector",
                                                                        "Age", "Containers", "Images", "Selector"});
}

TEST_CASE("Jobs") {
    const std::string json = created(job(""));
    for (const char* part : {R"("parallelism":1,"completions":1)", R"("backoffLimit":6)",
                             R"("completionMode":"NonIndexed","suspend":false)",
                             R"("selector":{"matchLabels":{"batch.kubernetes.io/controller-uid":"u"}})",
                             R"("batch.kubernetes.io/job-name":"j")", R"("job-name":"j")"}) {
        CAPTURE(part);
        CHECK(has(json, part));
    }
    check(std::vector<Case>{
        {"good", job(""), {}},
        {"restarts",
         job("", ""),
         {"spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\""}},
        {"indexed",
         job(R"("completionMode":"Indexed","parallelism":2,)"),
         {"spec.completions: Required value: when completion mode is Indexed"}},
        {"a host name that is too long",
         with(job(R"("completionMode":"Indexed","completions":11,)"), R"("name":"j")",
              "\"name\":\"" + std::string(61, 'j') + "\""),
         {"metadata.name: Invalid value: \"" + std::string(61, 'j') +
          "\": will not able to create pod with invalid DNS label: " + std::string(61, 'j') + "-10"}},
        {"failures by index without indexes",
         job(R"("maxFailedIndexes":1,)"),
         {"spec.maxFailedIndexes: Invalid value: 1: requires indexed completion mode",
          "spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified"}},
        {"somebody else's job", job(R"("managedBy":"example.com/queue",)"), {}},
        {"nobody's job",
         job(R"("managedBy":"queue",)"),
         {"spec.managedBy: Invalid value: \"queue\": must be a domain-prefixed path (such as \"acme.io/foo\")"}},
        {"labels of another job",
         job(R"("selector":{"matchLabels":{"batch.kubernetes.io/controller-uid":"other"}},)"),
         {"spec.template.metadata.labels: Invalid value: "
          "map[string]string{\"batch.kubernetes.io/controller-uid\":\"u\", "
          "\"batch.kubernetes.io/job-name\":\"j\", \"controller-uid\":\"u\", \"job-name\":\"j\"}: `selector` does not "
          "match template `labels`",
          "spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{\"batch.kubernetes.io/"
          "controller-uid\":\"other\"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: `selector` not "
          "auto-generated"}},
    });
    const std::string done = with(
        job(R"("completions":3,)"), R"(}}}})",
        R"(}}},"status":{"succeeded":3,"startTime":"2026-01-01T00:00:00Z","completionTime":"2026-01-01T00:02:05Z","conditions":[{"type":"Complete","status":"True"}]}})");
    CHECK(row(done) == std::vector<std::string>{"j", "Complete", "3/3", "2m5s", "60m", "c", "i:1", "<none>"});
    CHECK(row(job(R"("parallelism":4,)"))[2] == "0/1 of 4");
}

TEST_CASE("What pods' failures and successes mean to a job") {
    const auto failures = [](const std::string& rule) {
        return job(R"("podFailurePolicy":{"rules":[{)" + rule + "}]},");
    };
    const auto successes = [](const std::string& rule) {
        return job(R"("completionMode":"Indexed","completions":10,"successPolicy":{"rules":[{)" + rule + "}]},");
    };
    const std::string at = "spec.podFailurePolicy.rules[0]", success = "spec.successPolicy.rules[0].succeeded";
    check(std::vector<Case>{
        {"good failures",
         failures(R"("action":"FailJob","onExitCodes":{"containerName":"c","operator":"In","values":[1,42]})"),
         {}},
        {"good conditions",
         failures(R"("action":"Ignore","onPodConditions":[{"type":"DisruptionTarget","status":"True"}])"),
         {}},
        {"a condition that has to be true",
         failures(R"("action":"Ignore","onPodConditions":[{"type":"DisruptionTarget"}])"),
         {}},
        {"nothing to go by",
         failures(R"("action":"Count")"),
         {at + ": Invalid value: specifying one of OnExitCodes and OnPodConditions is required"}},
        {"no action",
         failures(R"("action":"","onExitCodes":{"operator":"NotIn","values":[0]})"),
         {at + R"(.action: Required value: valid values: ["Count" "FailIndex" "FailJob" "Ignore"])"}},
        {"an index that is none",
         failures(R"("action":"FailIndex","onExitCodes":{"operator":"NotIn","values":[0]})"),
         {at + R"(.action: Invalid value: "FailIndex": requires the backoffLimitPerIndex to be set)"}},
        {"exit codes",
         failures(R"("action":"FailJob","onExitCodes":{"containerName":"x","operator":"In","values":[3,0,3]})"),
         {at + R"(.onExitCodes.containerName: Invalid value: "x": must be one of the container or initContainer names )"
               "in the pod template",
          at + ".onExitCodes.values[1]: Invalid value: 0: must not be 0 for the In operator",
          at + ".onExitCodes.values[2]: Duplicate value: 3",
          at + ".onExitCodes.values: Invalid value: [3,0,3]: must be ordered"}},
        {"replaced too early",
         with(failures(R"("action":"FailJob","onExitCodes":{"operator":"In","values":[1]})"), R"("podFailurePolicy")",
              R"("podReplacementPolicy":"TerminatingOrFailed","podFailurePolicy")"),
         {R"(spec.podReplacementPolicy: Unsupported value: "TerminatingOrFailed": supported values: "Failed")"}},
        {"good successes", successes(R"("succeededIndexes":"0,2-4","succeededCount":3)"), {}},
        {"more than are named",
         successes(R"("succeededIndexes":"0,2-4","succeededCount":5)"),
         {success + "Count: Invalid value: 5: must be less than or equal to 4 (the number of indexes in the specified "
                    "succeededIndexes field)"}},
        {"an index too many",
         successes(R"("succeededIndexes":"3-10")"),
         {success + R"(Indexes: Invalid value: "3-10": error parsing succeededIndexes: too large index: "10")"}},
        {"backwards",
         successes(R"("succeededIndexes":"4,2")"),
         {success +
          R"(Indexes: Invalid value: "4,2": error parsing succeededIndexes: non-increasing order, previous: 4, )"
          "current: 2"}},
    });
    const std::string before = failures(R"("action":"FailJob","onExitCodes":{"operator":"In","values":[1]})");
    check(std::vector<UpdateCase>{{"other exit codes",
                                   before,
                                   with(created(before), R"("values":[1])", R"("values":[2])"),
                                   {R"(spec.podFailurePolicy: Invalid value: {"rules":[{"action":"FailJob",)"
                                    R"("onExitCodes":{"operator":"In","values":[2]}}]}: field is immutable)"}}});
}

TEST_CASE("Cron jobs") {
    const auto cron = [](const std::string& schedule, const std::string& name = "n") {
        return R"({"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":")" + name +
               R"(","namespace":"d"},"spec":{"schedule":")" + schedule +
               R"(","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}}})";
    };
    check(std::vector<Case>{
        {"good", cron("*/5 1-3,7 * jan mon-fri"), {}},
        {"macro", cron("@hourly"), {}},
        {"none", cron(""), {"spec.schedule: Required value"}},
        {"short",
         cron("* * *"),
         {"spec.schedule: Invalid value: \"* * *\": expected exactly 5 fields, found 3: [* * *]"}},
        {"range",
         cron("61 * * * *"),
         {"spec.schedule: Invalid value: \"61 * * * *\": end of range (61) above maximum (59): 61"}},
        {"long name",
         cron("@daily", std::string(53, 'a')),
         {"metadata.name: Invalid value: \"" + std::string(53, 'a') + "\": must be no more than 52 characters"}},
    });
    CHECK(row(defaulted(cron("@daily"))) ==
          std::vector<std::string>{"n", "@daily", "<none>", "False", "0", "<none>", "<unknown>", "c", "i", "<none>"});
}

TEST_CASE("Autoscalers in both versions") {
    const std::string v2 =
        R"({"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"h","namespace":"d"},)"
        R"("spec":{"scaleTargetRef":{"kind":"Deployment","name":"w","apiVersion":"apps/v1"},"maxReplicas":3}})";
    CHECK(row(defaulted(v2)) ==
          std::vector<std::string>{"h", "Deployment/w", "cpu: <unknown>/80%", "1", "3", "0", "<unknown>"});
    check(std::vector<Case>{
        {"good", v2, {}},
        {"no room",
         with(v2, R"("maxReplicas":3)", R"("maxReplicas":3,"minReplicas":4)"),
         {"spec.maxReplicas: Invalid value: 3: must be greater than or equal to `minReplicas`"}},
    });
    const Document older(
        R"({"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","metadata":{"name":"h","namespace":"d"},)"
        R"("spec":{"scaleTargetRef":{"kind":"Deployment","name":"w"},"maxReplicas":3,"targetCPUUtilizationPercentage":50}})");
    const Document stored(v2);
    older.row().toStored(older.get(), stored.get());
    CHECK(has(
        stored.json(),
        R"("metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}}])"));
    const Document again(older.json());
    older.row().fromStored(stored.get(), again.get());
    CHECK(has(again.json(), R"("targetCPUUtilizationPercentage":50)"));
    CHECK(has(again.json(), R"("apiVersion":"autoscaling/v1")"));
}

TEST_CASE("What autoscalers may say of metrics and behaviour") {
    const auto hpa = [](const std::string& more) {
        return R"({"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"h","namespace":"d"},)"
               R"("spec":{"scaleTargetRef":{"kind":"Deployment","name":"w"},"maxReplicas":3,)" +
               more + "}}";
    };
    const auto metric = [&](const std::string& type, const std::string& source) {
        return hpa(R"("metrics":[{"type":")" + type + "\"" + (source.empty() ? "" : ",") + source + "}]");
    };
    const auto scale = [&](const std::string& rules) { return hpa(R"("behavior":{"scaleDown":{)" + rules + "}}"); };
    const std::string types = R"(supported values: "ContainerResource", "External", "Object", "Pods", "Resource")";
    check(std::vector<Case>{
        {"all metrics",
         hpa(R"("metrics":[)"
             R"({"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}},)"
             R"({"type":"ContainerResource","containerResource":{"name":"memory","container":"c","target":{"type":"AverageValue","averageValue":"1Gi"}}},)"
             R"({"type":"Pods","pods":{"metric":{"name":"m"},"target":{"type":"AverageValue","averageValue":"1"}}},)"
             R"({"type":"Object","object":{"describedObject":{"kind":"Ingress","name":"i"},"metric":{"name":"m"},"target":{"type":"Value","value":"10"}}},)"
             R"({"type":"External","external":{"metric":{"name":"m"},"target":{"type":"Value","value":"10"}}}],)"
             R"("behavior":{"scaleUp":{"stabilizationWindowSeconds":3600,"selectPolicy":"Disabled","policies":[{"type":"Pods","value":1,"periodSeconds":1800}]}})"),
         {}},
        {"to zero",
         hpa(R"("minReplicas":0)"),
         {"spec.minReplicas: Invalid value: 0: must be greater than or equal to 1",
          "spec.metrics: Forbidden: must specify at least one Object or External metric to support scaling to zero "
          "replicas"}},
        {"no type",
         metric("", ""),
         {"spec.metrics[0].type: Required value: must specify a metric source type",
          "spec.metrics[0].type: Unsupported value: \"\": " + types,
          "spec.metrics[0].type: Unsupported value: \"\": " + types}},
        {"no source",
         metric("Pods", ""),
         {"spec.metrics[0].pods: Required value: must populate information for the given metric source"}},
        {"two sources",
         metric("External",
                R"("external":{"metric":{"name":"m"},"target":{"type":"Value","value":"1"}},"resource":{"name":""})"),
         {"spec.metrics[0].resource: Forbidden: must populate the given metric source only"}},
        {"resource",
         metric("Resource",
                R"("resource":{"target":{"type":"Utilization","averageUtilization":0,"averageValue":"1"}})"),
         {"spec.metrics[0].resource.name: Required value: must specify a resource name",
          "spec.metrics[0].resource.target.averageUtilization: Invalid value: 0: must be greater than 0",
          "spec.metrics[0].resource.target.averageValue: Forbidden: may not set both a target raw value and a target "
          "utilization"}},
        {"container",
         metric("ContainerResource", R"("containerResource":{"name":"speed","container":"C","target":{}})"),
         {"spec.metrics[0].containerResource.name: Invalid value: \"speed\": must be a standard resource for "
          "containers",
          "spec.metrics[0].containerResource.container: Invalid value: \"C\": a lowercase RFC 1123 label must consist "
          "of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. "
          "'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
          "spec.metrics[0].containerResource.target.type: Required value: must specify a metric target type",
          "spec.metrics[0].containerResource.target.type: Invalid value: \"\": must be either Utilization, Value, or "
          "AverageValue",
          "spec.metrics[0].containerResource.target.averageUtilization: Required value: must set either a target raw "
          "value or a target utilization"}},
        {"pods",
         metric("Pods", R"("pods":{"metric":{"name":"a/b"},"target":{"type":"Value","value":"-1"}})"),
         {"spec.metrics[0].pods.metric.name: Invalid value: \"a/b\": may not contain '/'",
          "spec.metrics[0].pods.target.value: Invalid value: \"-1\": must be positive",
          "spec.metrics[0].pods.target.averageValue: Required value: must specify a positive target averageValue"}},
        {"object",
         metric("Object", R"("object":{"describedObject":{},"metric":{"name":""},"target":{"type":"Value"}})"),
         {"spec.metrics[0].object.describedObject.kind: Required value",
          "spec.metrics[0].object.describedObject.name: Required value",
          "spec.metrics[0].object.metric.name: Required value: must specify a metric name",
          "spec.metrics[0].object.target.averageValue: Required value: must set either a target value or "
          "averageValue"}},
        {"external",
         metric("External",
                R"("external":{"metric":{"name":"m"},"target":{"type":"Value","value":"1","averageValue":"1"}})"),
         {"spec.metrics[0].external.target.value: Forbidden: may not set both a target value for metric and a per-pod "
          "target"}},
        {"behaviour",
         scale(
             R"("stabilizationWindowSeconds":3601,"selectPolicy":"Any","policies":[{"type":"Nodes","value":0,"periodSeconds":1801},{"type":"Pods","value":1,"periodSeconds":0}])"),
         {"spec.behavior.scaleDown.stabilizationWindowSeconds: Invalid value: 3601: must be less than or equal to 3600",
          "spec.behavior.scaleDown.selectPolicy: Unsupported value: \"Any\": supported values: \"Disabled\", "
          "\"Max\", \"Min\"",
          "spec.behavior.scaleDown.policies[0].type: Unsupported value: \"Nodes\": supported values: \"Percent\", "
          "\"Pods\"",
          "spec.behavior.scaleDown.policies[0].value: Invalid value: 0: must be greater than zero",
          "spec.behavior.scaleDown.policies[0].periodSeconds: Invalid value: 1801: must be less than or equal to 1800",
          "spec.behavior.scaleDown.policies[1].periodSeconds: Invalid value: 0: must be greater than zero"}},
    });
}

TEST_CASE("Disruption budgets") {
    const auto budget = [](const std::string& spec) {
        return R"({"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"b","namespace":"d"},"spec":{)" +
               spec + "}}";
    };
    check(std::vector<Case>{
        {"good", budget(R"("minAvailable":"50%")"), {}},
        {"both",
         budget(R"("minAvailable":1,"maxUnavailable":1)"),
         {"spec: Invalid value: {\"minAvailable\":1,\"maxUnavailable\":1}: minAvailable and maxUnavailable cannot be "
          "both set"}},
    });
    CHECK(row(budget(R"("minAvailable":1)")) == std::vector<std::string>{"b", "1", "N/A", "0", "<unknown>"});
}
