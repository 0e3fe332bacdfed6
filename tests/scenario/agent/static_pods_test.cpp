#include "nodes/agent/pod/static_pods.h"

#include "tests/scenario/agent/node.h"

namespace armillary::agent {
namespace {

constexpr const char* kManifest = R"(apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
  - name: web
    image: web:1
)";

/// A node with a folder of manifests, and the part of the informer that tells of mirrors.
class StaticNode : public Node {
public:
    StaticNode() {
        REQUIRE(client.create(client::target<corev1::Node>(),
                              R"({"apiVersion":"v1","kind":"Node","metadata":{"name":"node","uid":"uid-of-node"}})"));
        std::filesystem::create_directories(layout.manifests());
    }
    void write(const std::string& name, const std::string& text) { std::ofstream(layout.manifests() / name) << text; }
    std::expected<void, std::string> tick() {
        auto done = pods.scan();
        pods.reconcile();
        tellOfMirror();
        settle();
        tellOfMirror();
        clock.advance(std::chrono::seconds(1));
        return done;
    }
    ObjectRef mirror() {
        auto found = client.get(client::target<corev1::Pod>("default", "web-node"));
        return found ? *found : nullptr;
    }
    void tellOfMirror() {
        auto now = mirror();
        if (now != m_told && (now || m_told)) CHECK(pods.mirrorChanged(m_told, now));
        m_told = now;
    }

    StaticPods pods{client, clock, *workers, *statuses, tasks, layout.manifests(), "node"};

private:
    ObjectRef m_told;
};

TEST_CASE("what a manifest becomes") {
    auto made = staticPodOf(kManifest, "/m/web.yaml", "node");
    REQUIRE_MESSAGE(made, made.error());
    const auto& pod = (*made)->as<corev1::Pod>();
    CHECK((*made)->key() == "default/web-node");
    CHECK(pod.metadata.uid.size() == 32);
    CHECK(pod.metadata.annotations.at("kubernetes.io/config.hash") == pod.metadata.uid);
    CHECK(pod.metadata.annotations.at("kubernetes.io/config.source") == "file");
    CHECK(pod.metadata.annotations.at("kubernetes.io/config.seen").starts_with("1970-01-01T00:00:00"));
    CHECK(pod.spec.nodeName == "node");
    CHECK(pod.spec.restartPolicy == "Always");
    REQUIRE(pod.spec.tolerations.size() == 1);
    CHECK(pod.spec.tolerations[0].effect == "NoExecute");
    CHECK((*staticPodOf(kManifest, "/m/web.yaml", "node"))->uid() == pod.metadata.uid);
    CHECK((*staticPodOf(kManifest, "/m/web.yaml", "other"))->uid() != pod.metadata.uid);
    CHECK((*staticPodOf(std::string(kManifest) + "  hostNetwork: true\n", "/m/web.yaml", "node"))->uid() !=
          pod.metadata.uid);

    auto mirror = schema::fromJson<corev1::Pod>(mirrorOf(*made, "node", "u")).value();
    CHECK(mirror.metadata.annotations.at("kubernetes.io/config.mirror") == pod.metadata.uid);
    CHECK(mirror.metadata.uid.empty());
    CHECK(mirror.metadata.ownerReferences.at(0).uid == "u");

    CHECK(staticPodOf("a: [", "/m/x", "n").error().starts_with("/m/x: "));
    CHECK(staticPodOf("kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}", "/m/x", "n").error() ==
          "/m/x: invalid pod");
    CHECK(staticPodOf("kind: Pod\napiVersion: v1\nmetadata: {name: a}\nspec: {}", "/m/x", "n").error() ==
          "/m/x: invalid pod: spec.containers: Required value");
}

TEST_CASE("a static pod runs, is mirrored, and does not obey its mirror") {
    StaticNode node;
    node.write("web.yaml", kManifest);
    node.client.down = true;
    REQUIRE(node.tick());
    CHECK(node.runtime.runningContainers() == 1);
    node.client.down = false;
    for (int i = 0; i < 4; ++i) REQUIRE(node.tick());
    REQUIRE(node.mirror());
    const auto& mirror = node.mirror()->as<corev1::Pod>();
    CHECK(mirror.status.phase == "Running");
    CHECK(mirror.status.containerStatuses.at(0).ready);
    CHECK(mirror.metadata.uid != mirror.metadata.annotations.at("kubernetes.io/config.hash"));

    // Somebody deletes the mirror: another comes, and the containers stay.
    node.runtime.clearCalls();
    REQUIRE(node.client.remove(client::target<corev1::Pod>("default", "web-node"), {}));
    for (int i = 0; i < 4; ++i) REQUIRE(node.tick());
    REQUIRE(node.mirror());
    CHECK(node.mirror()->as<corev1::Pod>().status.phase == "Running");
    CHECK(node.runtime.calls().empty());
}

TEST_CASE("a changed manifest is another pod, after the old one; a removed one ends it") {
    StaticNode node;
    node.runtime.addImage("web:2");
    node.write("web.yaml", kManifest);
    for (int i = 0; i < 3; ++i) REQUIRE(node.tick());
    const std::string before = node.mirror()->meta().annotations.at("kubernetes.io/config.mirror");
    std::string changed = kManifest;
    changed.replace(changed.find("web:1"), 5, "web:2");
    node.write("web.yaml", changed);
    for (int i = 0; i < 6; ++i) REQUIRE(node.tick());
    CHECK(node.mirror()->meta().annotations.at("kubernetes.io/config.mirror") != before);
    CHECK(node.runtime.runningContainers() == 1);
    CHECK(node.runtime.configOf("web")->requestedImage == "web:2");
    CHECK(node.mirror()->as<corev1::Pod>().status.phase == "Running");

    node.write("bad.yaml", "kind: Pod");
    CHECK(node.tick().error().ends_with("bad.yaml: invalid pod"));
    CHECK(node.tick());  // said once
    std::filesystem::remove(node.layout.manifests() / "web.yaml");
    std::filesystem::remove(node.layout.manifests() / "bad.yaml");
    for (int i = 0; i < 4; ++i) REQUIRE(node.tick());
    CHECK(node.runtime.runningContainers() == 0);
    CHECK(node.workers->size() == 0);
    CHECK_FALSE(node.mirror());
}

}  // namespace
}  // namespace armillary::agent
