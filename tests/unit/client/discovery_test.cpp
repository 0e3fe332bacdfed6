#include "engine/client/discovery.h"

#include <doctest/doctest.h>

#include <format>
#include <map>

using namespace armillary;
using client::ApiResource;
using client::Discovery;
using Strings = std::vector<std::string>;

namespace {

/// Answers from a table; 404 to the rest.
class Table final : public client::Calls {
public:
    std::map<std::string, Result<std::string>> answers;
    Strings asked;

    Result<client::Answer> call(const client::Call& call) override {
        asked.push_back(call.target);
        const auto found = answers.find(call.target);
        if (found == answers.end()) return std::unexpected(status::unknownPath());
        if (!found->second) return std::unexpected(found->second.error());
        return client::Answer{.code = 200, .contentType = "application/json", .body = *found->second};
    }
    Result<std::unique_ptr<client::Stream>> follow(const client::Call&, client::StreamHandlers) override {
        return std::unexpected(status::unknownPath());
    }
    Result<std::unique_ptr<client::Channels>> open(const std::string&, const Strings&,
                                                   client::ChannelHandlers) override {
        return std::unexpected(status::unknownPath());
    }
};

std::string resource(const std::string& plural, const std::string& kind) {
    return std::format(
        R"({{"resource":"{}","responseKind":{{"group":"","version":"","kind":"{}"}},"scope":"Namespaced",)"
        R"("singularResource":"{}","verbs":["get","list"],"shortNames":["x"],)"
        R"("subresources":[{{"subresource":"status","verbs":["get"]}}]}})",
        plural, kind, plural.substr(0, plural.size() - 1));
}
std::string version(const std::string& name, const std::string& resources, const std::string& freshness = "Current") {
    return std::format(R"({{"version":"{}","resources":[{}],"freshness":"{}"}})", name, resources, freshness);
}
std::string list(const std::string& group, const std::string& versions, const std::string& api = "v2") {
    return std::format(R"({{"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/{}","items":[)"
                       R"({{"metadata":{{"name":"{}"}},"versions":[{}]}}]}})",
                       api, group, versions);
}
Strings namesOf(const Discovery& discovery) {
    Strings names;
    for (const ApiResource& one : discovery.resources) names.push_back(one.qualified() + " " + one.apiVersion());
    return names;
}

}  // namespace

TEST_CASE("each resource is in the preferred version, or in the only one that has it") {
    Table table;
    table.answers.emplace("/api", list("", version("v1", resource("pods", "Pod"))));
    table.answers.emplace(
        "/apis", list("batch", version("v1", resource("jobs", "Job")) + "," +
                                   version("v1beta1", resource("jobs", "Job") + "," + resource("oldies", "Oldie"))));
    const auto found = client::discover(table);
    REQUIRE(found);
    CHECK(namesOf(*found) == Strings{"pods v1", "jobs.batch batch/v1", "oldies.batch batch/v1beta1"});
    const ApiResource& pods = found->resources.front();
    CHECK(pods.kind == "Pod");
    CHECK(pods.singular == "pod");
    CHECK(pods.shortNames == Strings{"x"});
    CHECK(pods.namespaced);
    CHECK(pods.can("list"));
    CHECK_FALSE(pods.can("delete"));
    CHECK(pods.has("status"));
    CHECK_FALSE(pods.has("log"));
}

TEST_CASE("a group whose server does not answer is named, and hides no other") {
    Discovery found;
    REQUIRE(client::readDiscovery(list("metrics.k8s.io", version("v1beta1", "", "Stale"), "v2beta1"), found));
    REQUIRE(client::readDiscovery(list("apps", version("v1", resource("deployments", "Deployment"))), found));
    CHECK(found.unanswered == Strings{"metrics.k8s.io/v1beta1"});
    CHECK(namesOf(found) == Strings{"deployments.apps apps/v1"});
}

TEST_CASE("paths are encoded, and of the collection or of an object") {
    ApiResource pods{.version = "v1", .plural = "pods", .namespaced = true};
    CHECK(pods.path() == "/api/v1/pods");
    CHECK(pods.path("default") == "/api/v1/namespaces/default/pods");
    CHECK(pods.path("default", "a b/c?") == "/api/v1/namespaces/default/pods/a%20b%2Fc%3F");
    const ApiResource roles{.group = "rbac.authorization.k8s.io", .version = "v1", .plural = "clusterroles"};
    CHECK(roles.path("ignored", "system:node") == "/apis/rbac.authorization.k8s.io/v1/clusterroles/system:node");
}

TEST_CASE("a server without aggregated discovery is asked for each version") {
    Table table;
    table.answers.emplace("/api", R"({"kind":"APIVersions","versions":["v1"]})");
    table.answers.emplace("/api/v1", R"({"kind":"APIResourceList","groupVersion":"v1","resources":[
        {"name":"pods","singularName":"pod","namespaced":true,"kind":"Pod","verbs":["get"]},
        {"name":"pods/log","singularName":"","namespaced":true,"kind":"Pod","verbs":["get"]}]})");
    table.answers.emplace("/apis", R"({"kind":"APIGroupList","groups":[{"name":"g","versions":[
        {"groupVersion":"g/v1beta1","version":"v1beta1"},{"groupVersion":"g/v1","version":"v1"}],
        "preferredVersion":{"groupVersion":"g/v1","version":"v1"}},
        {"name":"away","versions":[{"groupVersion":"away/v1","version":"v1"}]}]})");
    for (const char* path : {"/apis/g/v1", "/apis/g/v1beta1"})
        table.answers.emplace(path, R"({"kind":"APIResourceList","resources":[
            {"name":"things","namespaced":false,"kind":"Thing","verbs":["list"]}]})");
    table.answers.emplace("/apis/away/v1", std::unexpected(status::serviceUnavailable("away")));
    const auto found = client::discover(table);
    REQUIRE(found);
    CHECK(namesOf(*found) == Strings{"pods v1", "things.g g/v1"});
    CHECK(found->resources[0].has("log"));
    CHECK_FALSE(found->resources[1].namespaced);
    CHECK(found->unanswered == Strings{"away/v1"});
    CHECK(table.asked.back() == "/apis/away/v1");
}

TEST_CASE("an answer that is none is an error that names the place") {
    Discovery found;
    for (const char* bad : {"", "nonsense", "[]", "{}", R"({"kind":"PodList","items":[]})"})
        CHECK_FALSE(client::readDiscovery(bad, found));
    const auto wrong = client::readDiscovery(R"({"kind":"APIGroupDiscoveryList","items":[{"versions":7}]})", found);
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().message.contains("versions"));
    std::string many;
    for (int i = 0; i <= 5000; ++i) many += (i > 0 ? "," : "") + resource(std::format("r{}s", i), "R");
    CHECK(client::readDiscovery(list("g", version("v1", many)), found).error().message.contains("5000"));

    Table table;
    table.answers.emplace("/apis", std::unexpected(status::unauthorized()));
    CHECK(client::discover(table).error().code == 401);
}
