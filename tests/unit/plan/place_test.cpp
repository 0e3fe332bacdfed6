#include <doctest/doctest.h>

#include "engine/plan/place.h"

using namespace armillary;
using namespace armillary::plan;

namespace {

const client::Discovery& served() {
    static const client::Discovery discovery = [] {
        client::Discovery made;
        const auto add = [&](const char* group, const char* version, const char* kind, const char* plural,
                             bool namespaced) {
            client::ApiResource& resource = made.resources.emplace_back();
            resource.group = group;
            resource.version = version;
            resource.kind = kind;
            resource.plural = plural;
            resource.namespaced = namespaced;
        };
        add("", "v1", "Namespace", "namespaces", false);
        add("apps", "v1", "Deployment", "deployments", true);
        add("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true);
        return made;
    }();
    return discovery;
}

Item item(const std::string& yaml) {
    auto items = readItems(yaml);
    REQUIRE(items);
    REQUIRE(items->size() == 1);
    return items->front();
}

}  // namespace

TEST_CASE("an object goes where it says, or to the namespace that is given") {
    const auto given =
        placeOf(item("{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}}"), served(), {}, "shop");
    REQUIRE(given);
    CHECK(given->path == "/apis/apps/v1/namespaces/shop/deployments/web");
    CHECK(given->namespace_ == "shop");
    const auto own = placeOf(item("{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: blog}}"),
                             served(), {}, "shop");
    REQUIRE(own);
    CHECK(own->namespace_ == "blog");
    // Of the whole cluster, whatever it says.
    const auto wide =
        placeOf(item("{apiVersion: v1, kind: Namespace, metadata: {name: n, namespace: odd}}"), served(), {}, "shop");
    REQUIRE(wide);
    CHECK(wide->path == "/api/v1/namespaces/n");
    CHECK(wide->namespace_.empty());
}

TEST_CASE("the version is the object's own") {
    const auto place = placeOf(item("{apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: {name: h}}"),
                               served(), {}, "shop");
    REQUIRE(place);
    CHECK(place->path == "/apis/autoscaling/v1/namespaces/shop/horizontalpodautoscalers/h");
}

TEST_CASE("what is not served is named") {
    const auto place =
        placeOf(item("{apiVersion: example.org/v1, kind: Thing, metadata: {name: t}}"), served(), {}, "shop");
    REQUIRE(!place);
    CHECK(place.error() == "the cluster serves no Thing of example.org/v1");
    // Another group's kind of the same name is another kind.
    CHECK(!placeOf(item("{apiVersion: example.org/v1, kind: Deployment, metadata: {name: t}}"), served(), {}, "shop"));
}

TEST_CASE("a kind may come with the manifest") {
    const auto items = readItems(R"(
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.org}
spec: {group: example.org, scope: Namespaced, names: {kind: Thing, plural: things}}
---
{apiVersion: example.org/v1, kind: Thing, metadata: {name: t}}
---
# Without what it takes.
{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: broken}, spec: 7}
)");
    REQUIRE(items);
    const auto defined = definedBy(*items);
    REQUIRE(defined.size() == 1);
    const auto place = placeOf((*items)[1], served(), defined, "shop");
    REQUIRE(place);
    CHECK(place->defined);
    CHECK(place->path == "/apis/example.org/v1/namespaces/shop/things/t");
}
