#include <set>
#include <sstream>

#include "engine/manifest/mend.h"
#include "tests/unit/manifest/fixes.h"

using namespace armillary;
using test::mended;
using test::sources;

namespace {

struct Lines : std::vector<std::string> {
    using vector::vector;
};
std::ostream& operator<<(std::ostream& out, const Lines& lines) {
    for (const auto& line : lines) out << "\n  " << line;
    return out;
}

/// "TITLE → the line that is another one", for each fix of the first finding of a rule; of several lines all.
Lines fixes(const std::vector<std::string>& texts, std::string_view id) {
    const auto before = sources(texts);
    const auto findings = manifest::check(before);
    const auto finding = std::ranges::find(findings, id, &manifest::Finding::id);
    REQUIRE(finding != findings.end());
    Lines found;
    for (const auto& fix : finding->fixes) {
        const auto after = mended(before, *finding, fix);
        std::string line = fix.title + " →";
        for (std::size_t i = 0; i < after.size(); ++i) {
            std::multiset<std::string> old;
            std::istringstream was(before[i].bytes), is(after[i].bytes);
            for (std::string each; std::getline(was, each);) old.insert(each);
            for (std::string each; std::getline(is, each);)
                if (const auto same = old.find(each); same != old.end())
                    old.erase(same);
                else
                    line += " " + each.substr(each.find_first_not_of(' '));
        }
        found.push_back(line);
    }
    return found;
}

std::string workload(const std::string& container, const std::string& more = "", const std::string& labels = "app: web",
                     const std::string& kind = "Deployment", const std::string& spec = "") {
    return "apiVersion: apps/v1\nkind: " + kind + "\nmetadata:\n  name: web\nspec:\n" + spec +
           "  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        " +
           labels + "\n    spec:\n      containers:\n      - name: web # the one\n        image: web:1\n" + container +
           (container.contains("resources:") ? "" : "        resources: {limits: {cpu: 1, memory: 1Gi}}\n") + more;
}
std::string map(const std::string& name, const std::string& keys) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\ndata: " + keys + "\n";
}
std::string service(const std::string& selector, const std::string& port) {
    return "apiVersion: v1\nkind: Service\nmetadata:\n  name: front\nspec:\n  selector: " + selector +
           "\n  ports:\n  - port: 80 # theirs\n" + port;
}

}  // namespace

TEST_CASE("A field that is nearly called so is renamed") {
    CHECK(fixes({workload("        imagePullPolcy: Always # new\n")}, "unknown-field") ==
          Lines{"Write imagePullPolicy → imagePullPolicy: Always # new"});
    CHECK(fixes({workload("        volumemounts: []\n")}, "unknown-field") ==
          Lines{"Write volumeMounts → volumeMounts: []"});
    CHECK(
        fixes({workload("        imagePullPolcy: Always\n        imagePullPolicy: Never\n")}, "unknown-field").empty());
    CHECK(fixes({workload("        colour: red\n")}, "unknown-field").empty());
    CHECK(fixes({workload("", "", "app: web", "DaemonSet", "  replicas: 3\n")}, "unknown-field") ==
          Lines{"Remove replicas →"});
    CHECK(fixes({workload("", "", "app: web", "DaemonSet", "  volumeClaimTemplates: []\n")}, "unknown-field").empty());
}

TEST_CASE("A value of another type gets or loses its quotes") {
    CHECK(fixes({map("m", "{a: 1.10} # kept")}, "wrong-type") ==
          Lines{"Put it in quotes → data: {a: \"1.10\"} # kept"});
    CHECK(fixes({workload("", "", "app: web", "Deployment", "  replicas: \"2\"\n")}, "wrong-type") ==
          Lines{"Take the quotes away → replicas: 2"});
    CHECK(fixes({workload("", "", "app: web", "Deployment", "  paused: \"yes\"\n")}, "wrong-type") ==
          Lines{"Take the quotes away → paused: yes"});
    CHECK(fixes({workload("        imagePullPolicy: always\n")}, "wrong-type") ==
          Lines{"Write Always → imagePullPolicy: Always"});
    CHECK(fixes({workload("        command: sh\n")}, "wrong-type") == Lines{"Make it a list → command: [sh]"});
    CHECK(fixes({workload("        args: 8080\n")}, "wrong-type") == Lines{"Make it a list → args: [\"8080\"]"});
    CHECK(fixes({workload("", "", "app: web", "Deployment", "  replicas: two\n")}, "wrong-type").empty());
    CHECK(fixes({workload("", "", "app: web", "Deployment", "  replicas: null # \n  paused: 1\n")}, "wrong-type")
              .empty());
    // What a secret says is in no title.
    const auto secret = sources({"apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  pin: 4711\n"});
    for (const auto& finding : manifest::check(secret))
        for (const auto& fix : finding.fixes) CHECK(!fix.title.contains("4711"));
    CHECK(fixes({"apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\ndata:\n  pin: 4711\n"}, "wrong-type").empty());
}

TEST_CASE("Of a key that is there twice one goes") {
    const std::string head = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: m\ndata:\n";
    CHECK(fixes({head + "  a: x # first\n  b: y\n  a: x\n"}, "duplicate-key") == Lines{"Remove the second a →"});
    CHECK(fixes({head + "  a: x\n  a: |\n    more\n    lines\n  b: y\n"}, "duplicate-key") ==
          Lines{"Keep the second a →", "Keep the first a →"});
    CHECK(fixes({head.substr(0, head.size() - 1) + " {a: x, a: x}\n"}, "duplicate-key").empty());
    CHECK(fixes({head + "  a: &a x\n  a: x\n  b: *a\n"}, "duplicate-key") == Lines{"Remove the second a →"});
    CHECK(fixes({head + "  a: 1\n  a: 2\n  a: 3\n"}, "duplicate-key").empty());
}

TEST_CASE("Names and keys that are nearly there are put in") {
    const std::string wants = workload("        envFrom:\n        - configMapRef:\n            name: setings # all\n");
    CHECK(fixes({wants, map("settings", "{}")}, "missing-reference") == Lines{"Write settings → name: settings # all"});
    CHECK(fixes({wants, map("settings", "{}"), map("seting", "{}")}, "missing-reference").empty());
    CHECK(fixes({wants, map("other", "{}")}, "missing-reference").empty());
    const auto numbered = workload("        envFrom:\n        - configMapRef: {name: shard-2}\n");
    CHECK(fixes({numbered, map("shard-1", "{}")}, "missing-reference").empty());
    const auto lettered = workload("        envFrom:\n        - configMapRef: {name: shard-b}\n");
    CHECK(fixes({lettered, map("shard-a", "{}")}, "missing-reference").empty());

    const auto key = workload(
        "        env:\n        - name: A\n          valueFrom:\n            configMapKeyRef: {name: m, key: color}\n");
    CHECK(fixes({key, map("m", "{colour: red}")}, "missing-key") ==
          Lines{"Write colour → configMapKeyRef: {name: m, key: colour}"});
    CHECK(fixes({key, map("m", "{size: xl}")}, "missing-key").empty());
    const auto files = workload("",
                                "      volumes:\n      - name: v\n        configMap:\n          name: m\n          "
                                "items:\n          - {key: color, path: c}\n");
    CHECK(fixes({files, map("m", "{colour: red}")}, "missing-key") == Lines{"Write colour → - {key: colour, path: c}"});
}

TEST_CASE("A container that says nothing asks for what is usual") {
    CHECK(fixes({workload("        resources: {}\n")}, "missing-requests") ==
          Lines{"Request 100m of processor time and 128Mi of memory → resources: requests: cpu: 100m memory: 128Mi"});
    CHECK(fixes({workload("        resources:\n          requests:\n            cpu: 1\n")}, "missing-requests") ==
          Lines{"Request 128Mi of memory → memory: 128Mi"});
    CHECK(fixes({workload("        resources: {limits: {memory: 1Gi}}\n")}, "missing-requests") ==
          Lines{"Request 100m of processor time → resources: {limits: {memory: 1Gi}, requests: {cpu: 100m}}"});
    const std::string scaler =
        "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h}\nspec:\n  maxReplicas: 3\n"
        "  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n  metrics:\n"
        "  - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}\n";
    CHECK(fixes({scaler, workload("        resources: {limits: {memory: 1Gi}}\n")}, "scaler-without-requests") ==
          Lines{"Request 100m of cpu in container web of Deployment web → resources: {limits: {memory: 1Gi}, requests: "
                "{cpu: 100m}}"});
}

TEST_CASE("Selector and labels are brought together, on the side that is chosen") {
    CHECK(fixes({workload("", "", "app: wep")}, "selector-not-own") ==
          Lines{"Label the pods app: web → app: web", "Select app: wep → app: wep"});
    CHECK(fixes({workload("", "", "tier: back")}, "selector-not-own") == Lines{"Label the pods app: web → app: web"});
    CHECK(fixes({workload(""), service("{app: wep} # front", "")}, "selector-matches-nothing") ==
          Lines{"Select app: web, as Deployment web has it → selector: {app: web} # front"});
    CHECK(fixes({workload(""), service("{tier: front}", "")}, "selector-matches-nothing") ==
          Lines{"Select the pods of Deployment web → selector: {app: web}",
                "Add the label tier: front to the pods of Deployment web → tier: front"});
    std::string other = workload("", "", "app: other");
    for (std::size_t at = 0; (at = other.find(": web\n", at)) != std::string::npos;) other.replace(at, 6, ": other\n");
    CHECK(fixes({workload(""), other, service("{app: wep}", "")}, "selector-matches-nothing").empty());
    const std::string budget =
        "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  maxUnavailable: 1\n"
        "  selector:\n    matchLabels:\n      app: wep # ours\n";
    CHECK(fixes({workload(""), other, budget}, "selector-matches-nothing") ==
          Lines{"Select app: web, as Deployment web has it → app: web # ours"});
}

TEST_CASE("Ports are those that are declared") {
    const std::string one = "        ports: [{name: http, containerPort: 8080}]\n";
    CHECK(fixes({workload(one), service("{app: web}", "    targetPort: web\n")}, "target-port") ==
          Lines{"Write http → targetPort: http"});
    CHECK(fixes({workload(one), service("{app: web}", "    targetPort: 8081\n")}, "target-port") ==
          Lines{"Write 8080 → targetPort: 8080"});
    CHECK(fixes({workload(one), service("{app: web}", "")}, "target-port") == Lines{"Write http → targetPort: http"});
    const std::string two = "        ports: [{name: http, containerPort: 8080}, {name: admin, containerPort: 9}]\n";
    CHECK(fixes({workload(two), service("{app: web}", "    targetPort: amdin\n")}, "target-port") ==
          Lines{"Write admin → targetPort: admin"});
    CHECK(fixes({workload(two), service("{app: web}", "    targetPort: 1\n")}, "target-port") ==
          Lines{"Write 8080 → targetPort: 8080", "Write 9 → targetPort: 9"});
    CHECK(fixes({workload(one + "        livenessProbe:\n          httpGet:\n            port: web\n")},
                "probe-port") == Lines{"Write http → port: http"});
    CHECK(fixes({workload(one + "        livenessProbe:\n          grpc:\n            port: 1\n")}, "probe-port") ==
          Lines{"Write 8080 → port: 8080"});
    CHECK(
        fixes({workload("        livenessProbe:\n          httpGet:\n            port: web\n")}, "probe-port").empty());
}

TEST_CASE("A volume that is not there is made, or the one that was meant is mounted") {
    const std::string mount = "        volumeMounts:\n        - name: cahce\n          mountPath: /cache\n";
    CHECK(fixes({workload(mount)}, "missing-volume") ==
          Lines{"Add an empty volume cahce → volumes: - name: cahce emptyDir: {}"});
    CHECK(fixes({workload(mount, "      volumes:\n      - name: cache\n        emptyDir: {}\n")}, "missing-volume") ==
          Lines{"Mount cache → - name: cache", "Add an empty volume cahce → - name: cahce emptyDir: {}"});
}

TEST_CASE("A budget that lets nothing move lets one pod at a time") {
    const auto budget = [](const std::string& says) {
        return "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: b\nspec:\n  " + says +
               "\n  selector:\n    matchLabels:\n      app: web\n";
    };
    CHECK(fixes({workload(""), budget("maxUnavailable: 0 # never")}, "budget-blocks-all") ==
          Lines{"Let one pod at a time be moved → maxUnavailable: 1 # never"});
    CHECK(fixes({workload(""), budget("minAvailable: 100%")}, "budget-blocks-all") ==
          Lines{"Let one pod at a time be moved → maxUnavailable: 1"});
}

TEST_CASE("What is plain is mended at once, and what it brings to light with it") {
    const std::string mount = "        volumeMounts:\n        - name: data\n          mountPath: ";
    const std::string text = workload("        imagePullPolcy: always\n" + mount +
                                          "/a\n        - name: data\n"
                                          "          mountPath: /b\n",
                                      "", "app: web", "DaemonSet", "  replicas: 3\n  replicas: 3\n") +
                             "---\n" + map("m", "\n  a: x\n  a: x\n  b: 1");
    const auto after = manifest::mend(sources({text}));
    CHECK(after.left.empty());
    CHECK(after.made == 7);
    CHECK(after.notes.empty());
    CHECK(!after.sources[0].bytes.contains("replicas"));
    CHECK(after.sources[0].bytes.contains("        imagePullPolicy: Always\n"));
    CHECK(after.sources[0].bytes.ends_with("data: \n  a: x\n  b: \"1\"\n"));
    const auto again = manifest::mend(after.sources);
    CHECK(again.made == 0);
    CHECK(again.sources[0].bytes == after.sources[0].bytes);

    const auto two = sources({workload("", "", "app: wep"), "a: ["});
    const auto left = manifest::mend(two);
    CHECK(left.made == 0);
    CHECK(left.left.size() == 2);
    CHECK(left.sources[0].bytes == two[0].bytes);
}
