#include <doctest/doctest.h>

#include "tests/unit/resources/documents.h"

using namespace armillary::resources::testing;

namespace {

/// `meta` are further members of metadata, `members` of the object.
std::string object(const std::string& apiVersion, const std::string& kind, const std::string& members,
                   const std::string& meta = "") {
    return R"({"apiVersion":")" + apiVersion + R"(","kind":")" + kind +
           R"(","metadata":{"name":"x","creationTimestamp":"2026-01-01T00:00:00Z")" + meta + "}" +
           (members.empty() ? "" : "," + members) + "}";
}
const std::string kInD = R"(,"namespace":"d")";
const std::string kRbac = "rbac.authorization.k8s.io/v1", kNet = "networking.k8s.io/v1", kStorage = "storage.k8s.io/v1";

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("Roles and bindings") {
    const std::string binding = object(
        kRbac, "RoleBinding",
        R"("roleRef":{"kind":"ClusterRole","name":"view"},"subjects":[{"kind":"User","name":"u"},{"kind":"ServiceAccount","name":"s","namespace":"d"}])",
        kInD);
    check(std::vector<Case>{
        {"role",
         object(kRbac, "Role", R"("rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}])", kInD),
         {}},
        {"empty rule",
         object(kRbac, "Role", R"("rules":[{"verbs":[]}])", kInD),
         {"rules[0].verbs: Required value: verbs must contain at least one value",
          "rules[0].apiGroups: Required value: resource rules must supply at least one api group",
          "rules[0].resources: Required value: resource rules must supply at least one resource"}},
        {"paths in a namespace",
         object(kRbac, "Role", R"("rules":[{"verbs":["get"],"nonResourceURLs":["/x"]}])", kInD),
         {"rules[0].nonResourceURLs: Invalid value: []string{\"/x\"}: namespaced rules cannot apply to non-resource "
          "URLs"}},
        {"paths", object(kRbac, "ClusterRole", R"("rules":[{"verbs":["get"],"nonResourceURLs":["/x"]}])"), {}},
        {"binding", binding, {}},
        {"no role", with(binding, R"("name":"view")", R"("name":"")"), {"roleRef.name: Required value"}},
        {"strange subject",
         with(binding, R"("kind":"User")", R"("kind":"Robot")"),
         {"subjects[0].kind: Unsupported value: \"Robot\": supported values: \"ServiceAccount\", \"User\", \"Group\""}},
        {"cluster binding to a role",
         object(kRbac, "ClusterRoleBinding", R"("roleRef":{"kind":"Role","name":"r"})"),
         {"roleRef.kind: Unsupported value: \"Role\": supported values: \"ClusterRole\""}},
    });
    check(std::vector<UpdateCase>{{"another role",
                                   binding,
                                   with(binding, R"("name":"view")", R"("name":"edit")"),
                                   {"roleRef: Invalid value: rbac.RoleRef{APIGroup:\"rbac.authorization.k8s.io\", "
                                    "Kind:\"ClusterRole\", Name:\"edit\"}: cannot change roleRef"}}});
    CHECK(row(binding) == std::vector<std::string>{"x", "ClusterRole/view", "60m", "u", "", "d/s"});
    CHECK(row(object(kRbac, "ClusterRole", "")) == std::vector<std::string>{"x", "2026-01-01T00:00:00Z"});
    CHECK(has(created(binding), R"({"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"u"})"));
}

TEST_CASE("Leases") {
    const auto lease = [](const std::string& spec) {
        return object("coordination.k8s.io/v1", "Lease", R"("spec":{)" + spec + "}", kInD);
    };
    check(std::vector<Case>{
        {"good", lease(R"("holderIdentity":"h","leaseDurationSeconds":40)"), {}},
        {"bad",
         lease(R"("leaseDurationSeconds":0,"leaseTransitions":-1)"),
         {"spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0",
          "spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0"}},
    });
    CHECK(created(lease(R"("holderIdentity":"h","strategy":"OldestEmulationVersion","preferredHolder":"i")")) ==
          created(lease(R"("holderIdentity":"h")")));
    CHECK(row(lease(R"("holderIdentity":"h")")) == std::vector<std::string>{"x", "h", "60m"});
}

TEST_CASE("Ingresses") {
    const auto ingress = [](const std::string& spec) {
        return object(kNet, "Ingress", R"("spec":{)" + spec + "}", kInD);
    };
    const std::string good = ingress(
        R"("ingressClassName":"i","rules":[{"host":"a.b","http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"service":{"name":"s","port":{"number":80}}}}]}}])");
    check(std::vector<Case>{
        {"good", good, {}},
        {"empty", ingress(""), {"spec: Invalid value: {}: either `defaultBackend` or `rules` must be specified"}},
        {"relative",
         with(good, R"("path":"/")", R"("path":"x")"),
         {"spec.rules[0].http.paths[0].path: Invalid value: \"x\": must be an absolute path"}},
        {"no port",
         with(good, R"({"number":80})", "{}"),
         {"spec.rules[0].http.paths[0].backend: Required value: port name or number is required"}},
        {"no type",
         with(good, R"("pathType":"Prefix",)", ""),
         {"spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified"}},
        {"address as host",
         with(good, R"("host":"a.b")", R"("host":"1.2.3.4")"),
         {"spec.rules[0].host: Invalid value: \"1.2.3.4\": must be a DNS name, not an IP address"}},
        {"two classes",
         with(good, R"("name":"x")", R"("name":"x","annotations":{"kubernetes.io/ingress.class":"j"})"),
         {"annotations.kubernetes.io/ingress.class: Invalid value: \"j\": must match `ingressClassName` when both are "
          "specified"}},
    });
    const auto ingressClass = [](const std::string& parameters) {
        return object(kNet, "IngressClass",
                      R"("spec":{"controller":"a.b/c","parameters":{"kind":"K","name":"n",)" + parameters + "}}");
    };
    check(std::vector<Case>{
        {"parameters of the cluster", ingressClass(R"("apiGroup":"g.h")"), {}},
        {"parameters of a namespace", ingressClass(R"("scope":"Namespace","namespace":"d")"), {}},
        {"parameters of no namespace",
         ingressClass(R"("scope":"Namespace")"),
         {"spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'"}},
        {"a namespace for nothing",
         ingressClass(R"("namespace":"d")"),
         {"spec.parameters.namespace: Forbidden: `parameters.scope` is set to 'Cluster'"}},
        {"a scope of its own",
         ingressClass(R"("scope":"Galaxy")"),
         {"spec.parameters.scope: Unsupported value: \"Galaxy\": supported values: \"Cluster\", \"Namespace\""}},
    });
    CHECK(row(good) == std::vector<std::string>{"x", "i", "a.b", "", "80", "60m"});
}

TEST_CASE("Network policies") {
    const auto policy = [](const std::string& spec) {
        return object(kNet, "NetworkPolicy", R"("spec":{)" + spec + "}", kInD);
    };
    CHECK(has(created(policy(R"("podSelector":{},"egress":[{"ports":[{"port":53}]}])")),
              R"("policyTypes":["Ingress","Egress"])"));
    check(std::vector<Case>{
        {"good", policy(R"("podSelector":{"matchLabels":{"a":"b"}})"), {}},
        {"no peer",
         policy(R"("podSelector":{},"ingress":[{"from":[{}]}])"),
         {"spec.ingress[0].from[0]: Required value: must specify a peer"}},
        {"block",
         policy(R"("podSelector":{},"egress":[{"to":[{"ipBlock":{"cidr":"x"}}]}])"),
         {"spec.egress[0].to[0].ipBlock.cidr: Invalid value: \"x\": must be a valid CIDR value, (e.g. 10.9.8.0/24 or "
          "2001:db8::/64)"}},
        {"a hole in a block",
         policy(R"("podSelector":{},"egress":[{"to":[{"ipBlock":{"cidr":"10.0.0.0/8","except":["10.1.0.0/16"]}}]}])"),
         {}},
        {"holes beside a block",
         policy(R"("podSelector":{},"egress":[{"to":[{"ipBlock":{"cidr":"10.0.0.0/12",
            "except":["10.0.0.0/12","10.16.0.0/16","fd00::/64"]}}]}])"),
         {"spec.egress[0].to[0].ipBlock.except[0]: Invalid value: \"10.0.0.0/12\": must be a strict subset of `cidr`",
          "spec.egress[0].to[0].ipBlock.except[1]: Invalid value: \"10.16.0.0/16\": must be a strict subset of `cidr`",
          "spec.egress[0].to[0].ipBlock.except[2]: Invalid value: \"fd00::/64\": must be a strict subset of `cidr`"}},
    });
    CHECK(row(policy(R"("podSelector":{"matchLabels":{"a":"b"}})")) == std::vector<std::string>{"x", "a=b", "60m"});
}

TEST_CASE("Classes") {
    const std::string storage = object(kStorage, "StorageClass", R"("provisioner":"a.b/c")",
                                       R"(,"annotations":{"storageclass.kubernetes.io/is-default-class":"true"})");
    CHECK(row(defaulted(storage)) ==
          std::vector<std::string>{"x (default)", "a.b/c", "Delete", "Immediate", "false", "60m"});
    check(std::vector<UpdateCase>{{"provisioner",
                                   storage,
                                   with(storage, "a.b/c", "a.b/d"),
                                   {"provisioner: Forbidden: updates to provisioner are forbidden."}}});
    const auto priority = [](const std::string& value) {
        return object("scheduling.k8s.io/v1", "PriorityClass", R"("value":)" + value);
    };
    check(std::vector<Case>{
        {"good", priority("1000000000"), {}},
        {"high",
         priority("1000000001"),
         {"value: Forbidden: maximum allowed value of a user defined priority is 1000000000"}},
    });
    check(std::vector<UpdateCase>{
        {"changed", priority("1"), priority("2"), {"value: Forbidden: may not be changed in an update."}}});
    CHECK(row(defaulted(priority("7"))) == std::vector<std::string>{"x", "7", "false", "60m", "PreemptLowerPriority"});
    CHECK(has(created(object(kStorage, "CSIDriver", R"("spec":{})")), R"("volumeLifecycleModes":["Persistent"])"));
}

TEST_CASE("Certificate signing requests") {
    // "-----BEGIN CERTIFICATE REQUEST-----" in base64.
    const std::string pem = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0=";
    const std::string good = object(
        "certificates.k8s.io/v1", "CertificateSigningRequest",
        R"("spec":{"request":")" + pem +
            R"(","signerName":"kubernetes.io/kube-apiserver-client","usages":["client auth"],"username":"u","expirationSeconds":3600})");
    check(std::vector<Case>{
        {"good", good, {}},
        {"no usages", with(good, R"("client auth")", ""), {"spec.usages: Required value: usages is required"}},
        {"no request",
         with(good, pem, ""),
         {"spec.request: Invalid value: []byte: PEM block type must be CERTIFICATE REQUEST"}},
        {"signer",
         with(good, "kubernetes.io/kube-apiserver-client", "x"),
         {"spec.signerName: Invalid value: \"x\": must be a fully qualified domain and path of the form "
          "'example.com/signer-name'"}},
    });
    CHECK(row(good) ==
          std::vector<std::string>{"x", "60m", "kubernetes.io/kube-apiserver-client", "u", "60m", "Pending"});
    CHECK(row(with(good, R"("spec")",
                   R"("status":{"conditions":[{"type":"Approved","status":"True"}],"certificate":"AA=="},"spec")"))
              .back() == "Approved,Issued");
}

TEST_CASE("What may be said of a certificate signing request") {
    const auto request = [](const std::string& conditions) {
        return object("certificates.k8s.io/v1", "CertificateSigningRequest",
                      R"("spec":{"request":"","signerName":"a.b/c"},"status":{"conditions":[)" + conditions + "]}");
    };
    const auto approved = [&](const std::string& old, const std::string& now) {
        const Document before(request(old)), after(request(now));
        std::vector<std::string> texts;
        for (const auto& error : before.row().rules->validateApproval(after.get(), before.get()))
            texts.push_back(error.text());
        return texts;
    };
    using Texts = std::vector<std::string>;
    const std::string yes = R"({"type":"Approved","status":"True"})", no = R"({"type":"Denied","status":"True"})";
    CHECK(approved("", yes).empty());
    CHECK(approved(yes, yes + "," + no) ==
          Texts{"status.conditions: Invalid value: \"Denied\": Approved and Denied conditions are mutually exclusive"});
    CHECK(approved(yes, "") ==
          Texts{"status.conditions: Forbidden: updates may not remove a condition of type \"Approved\""});
    CHECK(approved("", R"({"type":"Approved","status":"False"})") ==
          Texts{"status.conditions[0].status: Unsupported value: \"False\": supported values: \"True\""});
    CHECK(statusErrors(request(""), request(yes)) ==
          Texts{"status.conditions: Forbidden: updates may not add a condition of type \"Approved\""});
    CHECK(statusErrors(request(yes), request(yes)).empty());
}

TEST_CASE("Webhooks and policies") {
    const std::string hook = object(
        "admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration",
        R"("webhooks":[{"name":"a.b.c","clientConfig":{"url":"https://x"},"sideEffects":"None","admissionReviewVersions":["v1"],
        "rules":[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["pods"]}]}])");
    check(std::vector<Case>{
        {"good", hook, {}},
        {"name",
         with(hook, "a.b.c", "a"),
         {"webhooks[0].name: Invalid value: \"a\": should be a domain with at least three segments separated by dots"}},
        {"client",
         with(hook, R"("url":"https://x")", ""),
         {"webhooks[0].clientConfig: Required value: exactly one of url or service is required"}},
    });
    CHECK(has(created(hook),
              R"("failurePolicy":"Fail","matchPolicy":"Equivalent","namespaceSelector":{},"objectSelector":{})"));
    CHECK(row(hook) == std::vector<std::string>{"x", "1", "60m"});
}

TEST_CASE("Flow control") {
    const std::string schema = object("flowcontrol.apiserver.k8s.io/v1", "FlowSchema",
                                      R"("spec":{"priorityLevelConfiguration":{"name":"p"}})");
    const std::string rules =
        with(schema, R"("spec":{)",
             R"("spec":{"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":["get"],)"
             R"("apiGroups":["*"],"resources":["pods"],"namespaces":["n"]}]}],)");
    check(std::vector<Case>{
        {"good", schema, {}},
        {"good rules", rules, {}},
        {"no subjects",
         with(rules, R"({"kind":"User","user":{"name":"u"}})", ""),
         {"spec.rules[0].subjects: Required value: subjects must contain at least one value"}},
        {"subject of another kind",
         with(rules, R"("kind":"User")", R"("kind":"Group")"),
         {"spec.rules[0].subjects[0].user: Forbidden: user is forbidden when subject kind is not 'User'",
          "spec.rules[0].subjects[0].group: Required value: group is required when subject kind is 'Group'"}},
        {"verbs",
         with(rules, R"(["get"])", R"(["*","get"])"),
         {"spec.rules[0].resourceRules[0].verbs: Invalid value: []string{\"*\", \"get\"}: if '*' is present, must not "
          "specify other verbs"}},
        {"namespaces",
         with(rules, R"(["n"])", R"([])"),
         {"spec.rules[0].resourceRules[0].namespaces: Required value: resource rules that are not cluster scoped must "
          "supply at least one namespace"}},
        {"precedence",
         with(schema, R"("spec":{)", R"("spec":{"matchingPrecedence":1,)"),
         {"spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt' may have matchingPrecedence 1"}},
    });
    CHECK(row(defaulted(schema)) == std::vector<std::string>{"x", "p", "1000", "<none>", "60m", "?"});

    const std::string level = object(
        "flowcontrol.apiserver.k8s.io/v1", "PriorityLevelConfiguration",
        R"("spec":{"type":"Limited","limited":{"limitResponse":{"type":"Queue","queuing":{"queues":64,"handSize":8}}}})");
    check(std::vector<Case>{
        {"good", level, {}},
        {"exempt",
         with(level, R"("Limited")", R"("Exempt")"),
         {"spec.type: Invalid value: \"Exempt\": type must be 'Exempt' if and only if name is 'exempt'",
          "spec.limited: Forbidden: must be nil if the type is not Limited"}},
        {"hand",
         with(level, R"("handSize":8)", R"("handSize":65)"),
         {"spec.limited.limitResponse.queuing.handSize: Invalid value: 65: should not be greater than queues (64)"}},
        {"entropy",
         with(level, R"("handSize":8)", R"("handSize":11)"),
         {"spec.limited.limitResponse.queuing.handSize: Invalid value: 11: required entropy bits of deckSize 64 and "
          "handSize 11 should not be greater than 60"}},
        {"lendable",
         with(level, R"("limited":{)", R"("limited":{"lendablePercent":101,)"),
         {"spec.limited.lendablePercent: Invalid value: 101: must be between 0 and 100, inclusive"}},
        {"no queuing",
         with(level, R"("queuing":{"queues":64,"handSize":8})", R"("queuing":null)"),
         {"spec.limited.limitResponse.queuing: Required value: must not be empty if limited.limitResponse.type is "
          "Limited"}},
    });
    const std::string fixed = with(level, R"("name":"x")", R"("name":"catch-all")");
    const auto errors = createErrors(fixed);
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].ends_with("spec of 'catch-all' must equal the fixed value"));
}

TEST_CASE("Custom resource definitions") {
    const std::string good = R"({"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
        "metadata":{"name":"things.example.com","creationTimestamp":"2026-01-01T00:00:00Z"},"spec":{"group":"example.com",
        "names":{"plural":"things","kind":"Thing"},"scope":"Namespaced","versions":[{"name":"v1","served":true,"storage":true,
        "schema":{"openAPIV3Schema":{"type":"object"}}}]}})";
    check(std::vector<Case>{
        {"good", good, {}},
        {"name",
         with(good, "things.example.com", "thing.example.com"),
         {"metadata.name: Invalid value: \"thing.example.com\": must be spec.names.plural+\".\"+spec.group"}},
        {"scope",
         with(good, R"("Namespaced")", R"("World")"),
         {"spec.scope: Unsupported value: \"World\": supported values: \"Cluster\", \"Namespaced\""}},
        {"nothing stored",
         with(good, R"("storage":true)", R"("storage":false)"),
         {"spec.versions: Invalid value: []: must have exactly one version marked as storage version",
          "status.storedVersions: Invalid value: []string(nil): must have at least one stored version"}},
        {"no schema",
         with(good, R"("schema":{"openAPIV3Schema":{"type":"object"}})", R"("deprecationWarning":"x")"),
         {"spec.versions[0].schema.openAPIV3Schema: Required value",
          "spec.versions[0].deprecationWarning: Invalid value: \"x\": can only be set for deprecated versions"}},
        {"protected group",
         with(with(good, "things.example.com", "things.x.k8s.io"), R"("group":"example.com")", R"("group":"x.k8s.io")"),
         {"metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval "
          "annotation \"api-approved.kubernetes.io\", see https://github.com/kubernetes/enhancements/pull/1111"}},
        {"columns, scale and selectable fields",
         with(
             good, R"("schema":)",
             R"("additionalPrinterColumns":[{"name":"A","type":"text","jsonPath":"spec"}],"selectableFields":[{"jsonPath":".spec.x"}],)"
             R"("subresources":{"scale":{"specReplicasPath":".status.x","statusReplicasPath":".status.y"}},"schema":)"),
         {"spec.versions[0].subresources.scale.specReplicasPath: Invalid value: \".status.x\": should be a json path "
          "under .spec",
          "spec.versions[0].additionalPrinterColumns[0].type: Invalid value: \"text\": must be one of "
          "boolean,date,integer,number,string",
          "spec.versions[0].additionalPrinterColumns[0].JSONPath: Invalid value: \"spec\": must be a simple json path "
          "starting with .",
          "spec.versions[0].selectableFields[0].jsonPath: Invalid value: \".spec.x\": is an invalid path: does not "
          "refer "
          "to a valid field"}},
    });
    const std::string json = created(good);
    CHECK(has(json, R"("singular":"thing")"));
    CHECK(has(json, R"("listKind":"ThingList")"));
    CHECK(has(json, R"("storedVersions":["v1"])"));
    CHECK(has(json, R"("conversion":{"strategy":"None"})"));
    CHECK(row(good) == std::vector<std::string>{"things.example.com", "2026-01-01T00:00:00Z"});
}

TEST_CASE("API services") {
    const std::string local = R"({"apiVersion":"apiregistration.k8s.io/v1","kind":"APIService",
        "metadata":{"name":"v1.apps","creationTimestamp":"2026-01-01T00:00:00Z"},
        "spec":{"group":"apps","version":"v1","groupPriorityMinimum":100,"versionPriority":10}})";
    check(std::vector<Case>{
        {"good", local, {}},
        {"name",
         with(local, R"("name":"v1.apps")", R"("name":"apps")"),
         {"metadata.name: Invalid value: \"apps\": must be `spec.version`+\".\"+`spec.group`: \"v1.apps\""}},
    });
    CHECK(row(created(local)) == std::vector<std::string>{"v1.apps", "Local", "True", "60m"});
}
