#include <doctest/doctest.h>

#include <map>

#include "engine/explain/client_evidence.h"
#include "tests/unit/explain/scripted_evidence.h"

using namespace armillary;
using namespace armillary::test;
using Answer = explain::Evidence::Answer;

namespace {

/// A server on paper: answers to GETs by their path, and lists in pages.
class PaperServer : public client::Client {
public:
    std::map<std::string, Result<std::string>> raw;
    std::vector<std::string> asked;
    std::size_t pages = 1;

    Result<ObjectRef> get(const client::Target& target) override {
        asked.push_back(target.resource->qualified() + " " + target.namespace_ + " " + target.name);
        return std::unexpected(status::notFound(target.resource->qualified(), target.name));
    }
    Result<client::Listed> list(const client::Target& target, const client::ListOptions& options) override {
        asked.push_back(target.resource->qualified() + " " + target.namespace_ + " " + options.fieldSelector);
        client::Listed page;
        page.items.push_back(test::object(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m"}})"));
        if (--pages > 0) page.continueToken = "more";
        return page;
    }
    Result<std::string> getRaw(const std::string& path) override {
        asked.push_back(path);
        const auto found = raw.find(path);
        return found == raw.end() ? std::unexpected(status::unknownPath()) : found->second;
    }
    Result<ObjectRef> create(const client::Target&, std::string) override { return std::unexpected(Status()); }
    Result<ObjectRef> update(const client::Target&, std::string) override { return std::unexpected(Status()); }
    Result<ObjectRef> patch(const client::Target&, client::PatchType, std::string) override {
        return std::unexpected(Status());
    }
    Result<ObjectRef> apply(const client::Target&, std::string, const client::ApplyOptions&) override {
        return std::unexpected(Status());
    }
    Result<void> remove(const client::Target&, const client::DeleteOptions&) override { return {}; }
    Result<void> removeCollection(const client::Target&, const client::ListOptions&,
                                  const client::DeleteOptions&) override {
        return {};
    }
    Result<std::unique_ptr<client::Watch>> watch(const client::Target&, const client::WatchOptions&,
                                                 client::WatchCallback) override {
        return std::unexpected(Status());
    }
};

}  // namespace

TEST_CASE("kinds go by any of their names; custom ones come from discovery") {
    PaperServer server;
    explain::Kinds kinds(server);
    for (const auto* word : {"pod", "Pod", "pods", "po", "PODS"}) CHECK(kinds.named(word)->plural == "pods");
    CHECK(kinds.named("deploy")->group == "apps");
    CHECK(kinds.named("deployments.apps")->kind == "Deployment");
    CHECK(kinds.named("deployments.v1.apps")->kind == "Deployment");
    CHECK(kinds.named("hpa")->version == "v2");
    CHECK(kinds.named("ev")->group.empty());
    CHECK(kinds.named("pvc")->kind == "PersistentVolumeClaim");
    CHECK(server.asked.empty());

    server.raw["/apis"] = R"({"groups":[{"name":"apps"},{"name":"example.org"},{"name":"broken.org"}]})";
    server.raw["/apis/example.org"] = R"({"preferredVersion":{"groupVersion":"example.org/v2","version":"v2"}})";
    server.raw["/apis/example.org/v2"] =
        R"({"resources":[{"name":"things","singularName":"thing","namespaced":true,"kind":"Thing","shortNames":["th"]},{"name":"things/status","kind":"Thing"}]})";
    const auto* thing = kinds.named("th");
    REQUIRE(thing);
    CHECK(thing->apiVersion() == "example.org/v2");
    CHECK(thing->namespaced);
    CHECK(kinds.of({"example.org", "Thing"}) == thing);
    CHECK(kinds.of({"apps", "Deployment"})->plural == "deployments");
    CHECK(kinds.named("nothing") == nullptr);
    CHECK(kinds.of({"broken.org", "Thing"}) == nullptr);
    // Everything is asked for once.
    const auto before = server.asked.size();
    CHECK(kinds.named("nothing") == nullptr);
    CHECK(server.asked.size() == before);
}

TEST_CASE("objects, events and logs are asked for where they are") {
    PaperServer server;
    async::ManualClock clock;
    explain::ClientEvidence evidence(server, clock);
    CHECK(evidence.now() == 1767225600);
    CHECK(status::isNotFound(evidence.object({"", "Node"}, "default", "n").error()));
    CHECK(server.asked.back() == "nodes  n");
    CHECK(status::isNotFound(evidence.object({"no.org", "Kind"}, "default", "n").error()));
    server.pages = 3;
    CHECK(evidence.objects({"", "ConfigMap"}, "default")->size() == 3);
    (void)evidence.events(*test::object(podJson({})));
    CHECK(server.asked.back() == "events default involvedObject.kind=Pod,involvedObject.name=p");
    (void)evidence.log("default", "p", "c", true);
    CHECK(server.asked.back() ==
          "/api/v1/namespaces/default/pods/p/log?container=c&previous=true&tailLines=20&limitBytes=65536");
}

TEST_CASE("who answers behind a service") {
    PaperServer server;
    explain::ClientEvidence evidence(server);
    const auto heard = [&](Result<std::string> answer) {
        server.raw.insert_or_assign("/api/v1/namespaces/default/services/s:80/proxy/", std::move(answer));
        return evidence.knock("default", "s", 80);
    };
    const auto failed = [&](int code, const std::string& message, const std::string& reason = "ServiceUnavailable") {
        Status status;
        status.code = code;
        status.reason = reason;
        status.message = message;
        return heard(std::unexpected(status));
    };
    CHECK(heard("hello")->answer == Answer::Answers);
    CHECK(failed(503, "error trying to reach service: dial tcp 10.0.0.1:8099: connect: connection refused")->answer ==
          Answer::Refused);
    CHECK(failed(503, "error trying to reach service: dial tcp 10.0.0.1:8099: i/o timeout")->answer == Answer::Silent);
    CHECK(failed(503, R"(no endpoints available for service "s:80")")->answer == Answer::Silent);
    CHECK(
        failed(503,
               "error trying to reach service: net/http: HTTP/1.x transport connection broken: malformed HTTP response")
            ->answer == Answer::Answers);
    CHECK(failed(404, "the server could not find the requested resource", "NotFound")->answer == Answer::Answers);
    CHECK_FALSE(
        failed(403, R"(services "s" is forbidden: User "ann" cannot get resource "services/proxy")", "Forbidden"));
    // The program behind it may refuse by itself.
    CHECK(failed(403, "you shall not pass", "Forbidden")->answer == Answer::Answers);
}
