#include <doctest/doctest.h>

#include "engine/server/node_authorizer.h"
#include "tests/unit/auth/fake_cache.h"

using namespace armillary;
using server::Attributes;

namespace {

struct World {
    test::FakeCache cache;
    server::NodeAuthorizer nodes{cache};

    World() {
        pod("web-1", "one",
            R"("volumes":[{"name":"v","secret":{"secretName":"tls"}},{"name":"d","persistentVolumeClaim":{"claimName":"data"}}],)"
            R"("containers":[{"name":"c","image":"i","envFrom":[{"configMapRef":{"name":"env"}}],)"
            R"("env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"password","key":"k"}}}]}],)"
            R"("imagePullSecrets":[{"name":"pull"}],"serviceAccountName":"web")");
        pod("web-2", "two", R"("containers":[{"name":"c","image":"i","envFrom":[{"secretRef":{"name":"other"}}]}])");
    }

    void pod(const std::string& name, const std::string& node, const std::string& spec,
             const std::string& annotations = "{}") {
        cache.putJson("/pods", R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name +
                                   R"(","namespace":"shop","annotations":)" + annotations +
                                   R"(},"spec":{"nodeName":")" + node + R"(",)" + spec + "}}");
    }

    server::Decision ask(std::string verb, std::string resource, std::string namespace_ = {}, std::string name = {},
                         std::string group = {}, std::string selector = {}) {
        Attributes attributes{.user = {.name = "system:node:one", .groups = {"system:nodes"}},
                              .verb = verb,
                              .group = group,
                              .version = "v1",
                              .namespace_ = namespace_,
                              .name = name,
                              .fieldSelector = selector};
        std::size_t slash = resource.find('/');
        attributes.resource = resource.substr(0, slash);
        if (slash != resource.npos) attributes.subresource = resource.substr(slash + 1);
        return nodes.authorize(attributes);
    }
    bool may(std::string verb, std::string resource, std::string namespace_ = {}, std::string name = {},
             std::string group = {}, std::string selector = {}) {
        return ask(verb, resource, namespace_, name, group, selector).allowed;
    }
};

}  // namespace

TEST_CASE("a node reads what the pods bound to it name, and nothing else") {
    World world;
    for (std::string secret : {"tls", "password", "pull"}) CHECK(world.may("get", "secrets", "shop", secret));
    CHECK(world.may("list", "secrets", "shop", "", "", "metadata.name=tls"));
    CHECK(world.may("get", "configmaps", "shop", "env"));
    CHECK(world.may("get", "persistentvolumeclaims", "shop", "data"));
    CHECK(world.may("create", "serviceaccounts/token", "shop", "web"));
    CHECK(world.ask("get", "secrets", "shop", "other").reason ==
          "no relationship found between node 'one' and this object");
    CHECK(world.ask("list", "secrets", "shop").reason == "No Object name found");
    CHECK(world.ask("list", "secrets").reason == "can only read namespaced object of this type");
    CHECK(world.ask("update", "secrets", "shop", "tls").reason == "can only read resources of this type");
    CHECK_FALSE(world.may("get", "secrets", "elsewhere", "tls"));
    CHECK_FALSE(world.may("create", "serviceaccounts/token", "shop", "default"));

    world.cache.remove("/pods", "shop", "web-1");
    CHECK_FALSE(world.may("get", "secrets", "shop", "tls"));
    world.pod("web-2", "one", R"("containers":[{"name":"c","image":"i","envFrom":[{"secretRef":{"name":"other"}}]}])");
    CHECK(world.may("get", "secrets", "shop", "other"));
}

TEST_CASE("a node lets go of its own deleted volumes") {
    World world;
    const auto volume = [&](const std::string& name, const std::string& node, bool deleted) {
        world.cache.putJson("/persistentvolumes",
                            R"({"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":")" + name +
                                R"(","labels":{"armillary.dev/host-path-node":")" + node + R"("})" +
                                (deleted ? R"(,"deletionTimestamp":"2026-01-01T00:00:00Z"})" : "}") + "}");
    };
    volume("mine", "one", true);
    volume("alive", "one", false);
    volume("theirs", "two", true);
    CHECK(world.may("update", "persistentvolumes", "", "mine"));
    CHECK_FALSE(world.may("update", "persistentvolumes/status", "", "mine"));
    CHECK_FALSE(world.may("delete", "persistentvolumes", "", "mine"));
    CHECK_FALSE(world.may("update", "persistentvolumes", "", "alive"));
    CHECK_FALSE(world.may("update", "persistentvolumes", "", "theirs"));
}

TEST_CASE("a mirror pod opens nothing") {
    World world;
    world.pod("static-one", "one",
              R"("containers":[{"name":"c","image":"i","envFrom":[{"secretRef":{"name":"loot"}}]}])",
              R"({"kubernetes.io/config.mirror":"x"})");
    CHECK_FALSE(world.may("get", "secrets", "shop", "loot"));
    CHECK(world.may("get", "pods", "shop", "static-one"));
}

TEST_CASE("a node keeps its own node, lease and pods") {
    World world;
    CHECK(world.may("get", "nodes", "", "one"));
    CHECK(world.may("watch", "nodes", "", "", "", "metadata.name=one"));
    CHECK(world.may("patch", "nodes/status", "", "one"));
    CHECK(world.ask("get", "nodes", "", "two").reason == "node 'one' cannot read 'two', only its own Node object");
    CHECK(world.ask("list", "nodes").reason == "node 'one' cannot read all nodes, only its own Node object");
    CHECK_FALSE(world.may("delete", "nodes", "", "one"));

    CHECK(world.may("update", "leases", "kube-node-lease", "one", "coordination.k8s.io"));
    CHECK_FALSE(world.may("update", "leases", "kube-node-lease", "two", "coordination.k8s.io"));
    CHECK_FALSE(world.may("update", "leases", "kube-system", "one", "coordination.k8s.io"));

    CHECK(world.may("list", "pods", "", "", "", "spec.nodeName=one"));
    CHECK(world.ask("list", "pods").reason == "can only list/watch pods with spec.nodeName field selector");
    CHECK_FALSE(world.may("list", "pods", "", "", "", "spec.nodeName!=one"));
    CHECK_FALSE(world.may("list", "pods", "", "", "", "spec.nodeName=two"));
    CHECK(world.may("get", "pods", "shop", "web-1"));
    CHECK_FALSE(world.may("get", "pods", "shop", "web-2"));
    CHECK(world.may("update", "pods/status", "shop", "web-1"));
    CHECK_FALSE(world.may("create", "pods/exec", "shop", "web-1"));
    CHECK(world.may("list", "services"));
    CHECK(world.may("create", "events", "shop"));
    CHECK(world.may("create", "certificatesigningrequests", "", "", "certificates.k8s.io"));
}

TEST_CASE("only members of system:nodes are nodes") {
    World world;
    CHECK_FALSE(
        world.nodes.authorize({.user = {.name = "system:node:one"}, .verb = "get", .resource = "nodes", .name = "one"})
            .allowed);
    CHECK_FALSE(world.nodes
                    .authorize({.user = {.name = "one", .groups = {"system:nodes"}},
                                .verb = "get",
                                .resource = "nodes",
                                .name = "one"})
                    .allowed);
}
