#include <doctest/doctest.h>

#include <format>
#include <map>
#include <mutex>

#include "engine/schema/text.h"
#include "tests/scenario/controllers/cluster.h"
#include "tests/support/api/served_api.h"
#include "tests/support/api/tls_server.h"

using namespace armillary;
using namespace armillary::test;

namespace {

const std::string kApi = "/apis/extension.example.com/v1";
const std::string kApiServices = "/apis/apiregistration.k8s.io/v1/apiservices";

/// Another API server with one kind, Note, that can be read and deleted.
class Notes {
public:
    explicit Notes(const ServedCredentials& credentials)
        : m_server(
              credentials.issue("notes.kube-system.svc", {}, true),
              [this](const TlsServer::Request& request) { return answer(request); },
              credentials.authority.certificatePem()) {}

    /// `meta`: more members of metadata, each with a comma before it. Answers the UID.
    std::string add(const std::string& namespace_, const std::string& name, const std::string& meta = {}) {
        const std::lock_guard lock(m_mutex);
        const std::string uid = "uid-" + name;
        m_notes[namespace_ + "/" + name] =
            std::format(R"({{"kind":"Note","apiVersion":"extension.example.com/v1","metadata":{{"name":"{}",)"
                        R"("namespace":"{}","uid":"{}","resourceVersion":"1"{}}},"text":"x"}})",
                        name, namespace_, uid, meta);
        return uid;
    }
    void erase(const std::string& key) {
        const std::lock_guard lock(m_mutex);
        m_notes.erase(key);
    }
    bool has(const std::string& key) {
        const std::lock_guard lock(m_mutex);
        return m_notes.contains(key);
    }
    void setBroken(bool broken) {
        const std::lock_guard lock(m_mutex);
        m_broken = broken;
    }
    std::uint16_t port() const { return m_server.port(); }

private:
    TlsServer::Reply answer(const TlsServer::Request& request) {
        const std::lock_guard lock(m_mutex);
        const std::string path = request.target.substr(0, request.target.find('?'));
        if (m_broken) return {.code = 500, .body = "broken"};
        if (path == kApi)
            return {.body = R"({"kind":"APIResourceList","groupVersion":"extension.example.com/v1","resources":[)"
                            R"({"name":"notes","singularName":"note","namespaced":true,"kind":"Note",)"
                            R"("verbs":["delete","get","list","watch"]},{"name":"notes/status","namespaced":true,)"
                            R"("kind":"Note","verbs":["get"]},{"name":"reviews","singularName":"review",)"
                            R"("namespaced":true,"kind":"Review","verbs":["create"]}]})"};
        const std::string inNamespace = kApi + "/namespaces/";
        if (path == kApi + "/notes") return list({});
        if (!path.starts_with(inNamespace)) return {.code = 404, .body = "404 page not found"};
        const std::string rest = path.substr(inNamespace.size());
        const std::string namespace_ = rest.substr(0, rest.find('/'));
        if (rest == namespace_ + "/notes") return list(namespace_ + "/");
        const std::string key = namespace_ + "/" + rest.substr(rest.rfind('/') + 1);
        const auto found = m_notes.find(key);
        if (found == m_notes.end())
            return {.code = 404, .body = R"({"kind":"Status","status":"Failure","reason":"NotFound","code":404})"};
        if (request.method == "GET") return {.body = found->second};
        if (request.method != "DELETE") return {.code = 405, .body = "no"};
        m_notes.erase(found);
        return {.body = R"({"kind":"Status","status":"Success"})"};
    }
    TlsServer::Reply list(const std::string& prefix) const {
        std::string items;
        for (const auto& [key, note] : m_notes)
            if (key.starts_with(prefix)) items += (items.empty() ? "" : ",") + note;
        return {.body = R"({"kind":"NoteList","metadata":{"resourceVersion":"1"},"items":[)" + items + "]}"};
    }

    std::mutex m_mutex;
    std::map<std::string, std::string> m_notes;
    bool m_broken = false;
    TlsServer m_server;
};

struct World {
    ServedCredentials credentials;
    Notes notes{credentials};
    Cluster cluster{{}, {.frontProxy = credentials.issue("front-proxy-client", {}, false)}};

    World() {
        std::string ca;
        schema::appendBase64(ca, credentials.authority.certificatePem());
        create("/api/v1/namespaces/kube-system/services",
               R"({"metadata":{"name":"notes"},"spec":{"ports":[{"port":443}]}})");
        addEndpoint("notes-1", "127.0.0.1");
        create(kApiServices,
               std::format(R"({{"metadata":{{"name":"v1.extension.example.com"}},"spec":{{"version":"v1",)"
                           R"("group":"extension.example.com","groupPriorityMinimum":100,"versionPriority":100,)"
                           R"("caBundle":"{}","service":{{"namespace":"kube-system","name":"notes"}}}}}})",
                           ca));
        create("/api/v1/namespaces", R"({"metadata":{"name":"n"}})");
        awaitAvailable("True");
    }
    /// Loopback is no address for an endpoint: the slice is written past the API's validation.
    void addEndpoint(const std::string& name, const std::string& address) {
        REQUIRE(cluster.harness.store().create(
            "/registry/discovery.k8s.io/endpointslices/kube-system/" + name,
            std::format(R"({{"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","metadata":{{"name":"{}",)"
                        R"("namespace":"kube-system","labels":{{"kubernetes.io/service-name":"notes"}}}},)"
                        R"("addressType":"IPv4","endpoints":[{{"addresses":["{}"]}}],)"
                        R"("ports":[{{"name":"","port":{}}}]}})",
                        name, address, notes.port())));
    }
    void create(const std::string& path, const std::string& body) {
        const auto response = cluster.harness.post(path, body);
        REQUIRE_MESSAGE(response.code == 201, response.body);
    }
    void awaitAvailable(const std::string& value) {
        REQUIRE(cluster.eventually([&] {
            const auto body = cluster.harness.get(kApiServices + "/v1.extension.example.com").body;
            return body.contains(R"("type":"Available","status":")" + value);
        }));
    }
    bool exists(const std::string& path) { return cluster.harness.get(path).code == 200; }
};

}  // namespace

TEST_CASE("a namespace takes along what another API server has in it") {
    World world;
    world.notes.add("n", "inside");
    world.notes.add("default", "outside");
    REQUIRE(world.cluster.harness.remove("/api/v1/namespaces/n").code == 200);
    CHECK(world.cluster.eventually([&] { return !world.exists("/api/v1/namespaces/n"); }));
    CHECK_FALSE(world.notes.has("n/inside"));
    CHECK(world.notes.has("default/outside"));
}

TEST_CASE("a namespace stays while another API server does not say what it has") {
    World world;
    world.notes.add("n", "inside");
    world.notes.setBroken(true);
    world.awaitAvailable("False");
    REQUIRE(world.cluster.harness.remove("/api/v1/namespaces/n").code == 200);
    REQUIRE(world.cluster.eventually([&] {
        const auto found = world.cluster.find<corev1::Namespace>({}, "n");
        for (const auto& condition : found->status.conditions)
            if (condition.type == "NamespaceDeletionDiscoveryFailure")
                return condition.status == "True" && condition.reason == "DiscoveryFailed" &&
                       condition.message ==
                           "Discovery failed for some groups, 1 failing: unable to retrieve the complete list of "
                           "server APIs: extension.example.com/v1: stale GroupVersion discovery: "
                           "extension.example.com/v1";
        return false;
    }));
    world.notes.setBroken(false);
    CHECK(world.cluster.eventually([&] { return !world.exists("/api/v1/namespaces/n"); }));
    CHECK_FALSE(world.notes.has("n/inside"));
}

TEST_CASE("a server that answers at none of its addresses is asked now and then, and not without a pause") {
    World world;
    world.notes.setBroken(true);
    // What is said of it changes with the address that was asked.
    world.addEndpoint("notes-2", "127.0.0.2");
    world.awaitAvailable("False");
    WatchProbe probe(world.cluster.harness,
                     kApiServices +
                         "?watch=true&fieldSelector=metadata.name=v1.extension.example.com&resourceVersion=" +
                         std::to_string(world.cluster.harness.cache().revision()));
    const auto& clock = world.cluster.harness.clock();
    const async::SteadyTime end = clock.steady() + std::chrono::seconds(60);
    REQUIRE(world.cluster.eventually([&] { return clock.steady() >= end; }));
    // Every three seconds.
    CHECK(probe.take().size() <= 25);
}

TEST_CASE("what another API server has is collected, and owns what is collected") {
    World world;
    const std::string maps = "/api/v1/namespaces/default/configmaps";
    const auto owner = world.cluster.harness.post(maps, R"({"metadata":{"name":"owner"}})");
    REQUIRE(owner.code == 201);
    world.notes.add("default", "owned",
                    std::format(R"(,"ownerReferences":[{{"apiVersion":"v1","kind":"ConfigMap","name":"owner",)"
                                R"("uid":"{}"}}])",
                                Object::parse(owner.body).value()->uid()));
    const auto uid = world.notes.add("default", "parent");
    world.create(maps, std::format(R"({{"metadata":{{"name":"child","ownerReferences":[{{"kind":"Note","name":)"
                                   R"("parent","apiVersion":"extension.example.com/v1","uid":"{}"}}]}}}})",
                                   uid));
    REQUIRE(world.cluster.harness.remove(maps + "/owner").code == 200);
    CHECK(world.cluster.eventually([&] { return !world.notes.has("default/owned"); }));
    CHECK(world.exists(maps + "/child"));
    CHECK(world.notes.has("default/parent"));
    world.notes.erase("default/parent");
    CHECK(world.cluster.eventually([&] { return !world.exists(maps + "/child"); }));
}
