#include <doctest/doctest.h>

#include "engine/resources/resource.h"
#include "tests/unit/explain/scripted_evidence.h"

using namespace armillary;
using namespace armillary::test;

TEST_CASE("finalizers: whoever set it, and the ones that everybody knows") {
    ScriptedEvidence evidence;
    const auto held = why(
        evidence.add(
            R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m","namespace":"default","deletionTimestamp":"2026-01-01T12:00:00Z","finalizers":["x.org/never"],
      "managedFields":[{"manager":"x-operator","operation":"Update","fieldsV1":{"f:metadata":{"f:finalizers":{".":{},"v:\"x.org/never\"":{}}}}}]}})"),
        evidence);
    CHECK(held.id() == "finalizer");
    CHECK(held.explanation.state == "Terminating");
    CHECK(held.says("x.org/never"));
    CHECK(held.cites("field", "set by x-operator"));
    CHECK(held.next().contains("kubectl -n default patch configmap/m --type=json"));

    evidence.add(podJson(
        {.spec = R"({"volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"data"}}]})", .name = "user"}));
    const auto claim = why(
        evidence.add(
            R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data","namespace":"default","deletionTimestamp":"2026-01-01T12:00:00Z","finalizers":["kubernetes.io/pvc-protection"]},"spec":{"volumeName":"pv"},"status":{"phase":"Bound"}})"),
        evidence);
    CHECK(claim.says("as long as pods mount the claim: user"));
    CHECK_FALSE(claim.has("fine"));

    const auto owner = evidence.add(
        R"({"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"rs","namespace":"default","uid":"u-rs","deletionTimestamp":"2026-01-01T12:00:00Z","finalizers":["foregroundDeletion"]},"spec":{"replicas":0},"status":{}})");
    evidence.add(podJson(
        {.meta = R"(,"ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"rs","uid":"u-rs"}])",
         .name = "left"}));
    CHECK(why(owner, evidence).says("Still there: Pod/left"));
}

TEST_CASE("a namespace says what remains in it") {
    ScriptedEvidence evidence;
    evidence.add(
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"held","namespace":"going","finalizers":["x.org/never"]}})");
    const auto told = why(
        evidence.add(
            R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"going","deletionTimestamp":"2026-01-01T12:00:00Z"},"spec":{"finalizers":["kubernetes"]},"status":{"phase":"Terminating","conditions":[
      {"type":"NamespaceContentRemaining","status":"True","message":"Some resources are remaining: configmaps. has 1 resource instances"},
      {"type":"NamespaceFinalizersRemaining","status":"True","message":"Some content in the namespace has finalizers remaining: x.org/never in 1 resource instances"}]}})"),
        evidence);
    CHECK(told.id() == "finalizer");
    CHECK(told.explanation.state == "Terminating");
    CHECK(told.says("configmap/held"));
    CHECK(told.next() == "armillaryctl why configmap/held -n going");
    CHECK(why(evidence.add(
                  R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"calm"},"status":{"phase":"Active"}})"),
              evidence)
              .id() == "fine");
}

TEST_CASE("nodes") {
    ScriptedEvidence evidence;
    CHECK(why(evidence.add(nodeJson("good")), evidence).id() == "fine");
    CHECK(why(evidence.add(nodeJson("bad", "{}", "{}", "False")), evidence).says("container runtime is down"));
    CHECK(why(evidence.add(nodeJson("lost", "{}", "{}", "Unknown")), evidence).says("last heard of 11m ago"));
    CHECK(why(evidence.add(nodeJson("closed", "{}", R"({"unschedulable":true})")), evidence).next() ==
          "kubectl uncordon closed");
    CHECK(why(evidence.add(R"({"apiVersion":"v1","kind":"Node","metadata":{"name":"new"}})"), evidence)
              .says("has not said anything yet"));
    const auto full = why(
        evidence.add(
            R"({"apiVersion":"v1","kind":"Node","metadata":{"name":"full"},"status":{"conditions":[{"type":"Ready","status":"True"},{"type":"DiskPressure","status":"True","reason":"KubeletHasDiskPressure"}]}})"),
        evidence);
    CHECK(full.id() == "node");
    CHECK(full.says("DiskPressure"));
}

TEST_CASE("kinds that nobody has rules for: conditions, references, warnings") {
    ScriptedEvidence evidence;
    const auto custom = why(
        evidence.add(
            R"({"apiVersion":"x.org/v1","kind":"Thing","metadata":{"name":"t","namespace":"default"},"status":{"conditions":[
      {"type":"Ready","status":"False","reason":"Waiting","message":"the upstream said no"},{"type":"Mystery","status":"False","message":"?"}]}})"),
        evidence);
    CHECK(custom.id() == "not-ready");
    CHECK(custom.explanation.state == "NotReady");
    CHECK(custom.says("the upstream said no"));
    CHECK(custom.explanation.statements.size() == 1);
    const auto route = why(
        evidence.add(
            R"({"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"r","namespace":"default"},"spec":{"rules":[{"backendRefs":[{"name":"absent"}]}]},
      "status":{"parents":[{"conditions":[{"type":"Accepted","status":"False","reason":"NoMatchingParent","message":"no listener"}]}]}})"),
        evidence);
    CHECK(route.id() == "missing-reference");
    CHECK(route.has("not-ready"));
    evidence.event("ConfigMap", "quiet", "Odd", "somebody complained");
    CHECK(
        why(evidence.add(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"quiet","namespace":"default"}})"),
            evidence)
            .says("somebody complained"));
    CHECK(
        why(evidence.add(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"calm","namespace":"default"}})"),
            evidence)
            .id() == "fine");
}

TEST_CASE("without rights the rest answers all the same") {
    ScriptedEvidence evidence;
    for (const auto* what : {"events", "logs", "Node", "Secret", "ConfigMap", "NetworkPolicy"}) evidence.refuse(what);
    const auto told =
        why(evidence.add(
                podJson({.status = containerStatus(
                             R"({"waiting":{"reason":"CrashLoopBackOff"}})",
                             R"("lastState":{"terminated":{"exitCode":1,"finishedAt":"2026-01-01T12:00:40Z"}},)")})),
            evidence);
    CHECK(told.id() == "crash");
    CHECK(told.cites("unknown", "cannot tell: no permission for events in namespace default"));
    CHECK(told.cites("unknown", "no permission for logs"));
    CHECK(explain::toText(told.explanation).contains("? cannot tell: no permission for events"));
    // The node has said which map it is, for those who may not look.
    const auto map =
        why(evidence.add(podJson(
                {.spec = R"({"nodeName":"n1","containers":[{"name":"c","envFrom":[{"configMapRef":{"name":"m"}}]}]})",
                 .status = containerStatus(
                     R"({"waiting":{"reason":"CreateContainerConfigError","message":"configmap \"m\" not found"}})")})),
            evidence);
    CHECK(map.id() == "missing-reference");
    CHECK(map.says(R"(configmap "m" not found)"));
    // The scheduler has said which claim.
    evidence.refuse("PersistentVolumeClaim");
    const auto claim = why(
        evidence.add(podJson(
            {.spec = R"({"volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"data"}}],"containers":[]})",
             .status =
                 R"({"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"0/1 nodes are available: persistentvolumeclaim \"data\" not found."}]})"})),
        evidence);
    CHECK(claim.id() == "missing-reference");
    CHECK(claim.says("claim data"));
    CHECK(claim.cites("unknown", "no permission for persistentvolumeclaims"));
}

TEST_CASE("secrets that a log repeats are hidden") {
    ScriptedEvidence evidence;
    evidence.add(nodeJson("n1"));
    evidence.add(
        R"({"apiVersion":"v1","kind":"Secret","metadata":{"name":"pass","namespace":"default"},"data":{"word":"aHVudGVyMg==","short":"YWI="}})");
    evidence.says("p", "c", true, "login as ab with hunter2 failed: hunter2\n");
    const auto told = why(
        evidence.add(podJson(
            {.spec =
                 R"({"nodeName":"n1","containers":[{"name":"c","env":[{"name":"P","valueFrom":{"secretKeyRef":{"name":"pass","key":"word"}}}]}]})",
             .status = containerStatus(
                 R"({"waiting":{"reason":"CrashLoopBackOff"}})",
                 R"("lastState":{"terminated":{"exitCode":1,"message":"hunter2","finishedAt":"2026-01-01T12:00:40Z"}},)")})),
        evidence);
    CHECK(told.cites("log", "login as ab with *** failed: ***"));
    CHECK_FALSE(explain::toJson(told.explanation).contains("hunter2"));
    // The same of what a probe heard.
    evidence.event("Pod", "q", "Unhealthy", "Readiness probe failed: password hunter2 is wrong", "spec.containers{c}");
    const auto unready = why(
        evidence.add(podJson(
            {.spec =
                 R"({"nodeName":"n1","containers":[{"name":"c","envFrom":[{"secretRef":{"name":"pass"}}],"readinessProbe":{"tcpSocket":{"port":1}}}]})",
             .status = containerStatus(R"({"running":{"startedAt":"2026-01-01T12:00:05Z"}})", R"("ready":false,)"),
             .name = "q"})),
        evidence);
    CHECK(unready.says("password *** is wrong"));
    CHECK_FALSE(explain::toJson(unready.explanation).contains("hunter2"));
}

TEST_CASE("hostile objects: empty, null, of another form, huge") {
    ScriptedEvidence evidence;
    for (const auto& row : resources::Table::builtIn().rows()) {
        if (row.virtual_) continue;
        const std::string head = R"({"apiVersion":")" + row.apiVersion() + R"(","kind":")" + row.kind +
                                 R"(","metadata":{"name":"x")" + (row.namespaced ? R"(,"namespace":"default")" : "") +
                                 "}";
        for (const auto* rest : {"}", R"(,"spec":null,"status":null})", R"(,"spec":{},"status":{}})",
                                 R"(,"spec":7,"status":"ready"})", R"(,"spec":[],"status":{"conditions":[null,{}]}})"})
            CHECK_FALSE(why(evidence.add(head + rest), evidence).explanation.statements.empty());
    }
    const std::string huge(200'000, 'x');
    evidence.add(nodeJson("n1"));
    evidence.event("Pod", "p", "FailedMount", huge);
    const auto told =
        why(evidence.add(
                podJson({.status = containerStatus(
                             R"({"waiting":{"reason":"ErrImagePull","message":")" + huge + R"("}})", "", "Pending")})),
            evidence);
    CHECK(told.id() == "image-pull");
    CHECK(explain::toJson(told.explanation).size() < 20'000);
    const auto odd = why(
        evidence.add(podJson({.spec = R"({"nodeName":"n\u0007","containers":[{"name":"c\n\u001b[31m","image":"i"}]})",
                              .status = containerStatus(R"({"terminated":{"exitCode":-1}})"),
                              .name = "odd"})),
        evidence);
    CHECK(std::ranges::none_of(explain::toText(odd.explanation),
                               [](char each) { return each == '\x1b' || each == '\x07'; }));
}

TEST_CASE("the text form is for a person") {
    explain::Explanation explanation{"Pod/default/web", "Running", {}};
    for (int i = 0; i < 5; ++i)
        explanation.statements.push_back(
            {"crash",
             std::string(30, 'w') + std::string(500, ' ') +
                 "word word word word word word word word word word word word word word word",
             {},
             "do " + std::string(300, 'n')});
    for (int i = 0; i < 8; ++i)
        explanation.statements[0].evidence.push_back({"event", "Reason", "message " + std::string(200, 'm')});
    const std::string text = explain::toText(explanation, 60);
    CHECK(std::ranges::count(text, '\n') <= 12);
    CHECK(text.starts_with("Pod/default/web: Running (crash)\n"));
    CHECK(text.contains("  Next: do"));
    CHECK(
        explain::toJson({"a\"b", "s", {{"fine", "x\ny", {{"field", "r", "t"}}, "n"}}}) ==
        R"({"object":"a\"b","state":"s","statements":[{"id":"fine","statement":"x\ny","evidence":[{"kind":"field","ref":"r","text":"t"}],"next":"n"}]})");
}
