#include <doctest/doctest.h>

#include <format>
#include <map>

#include "engine/schema/api/corev1.h"
#include "engine/schema/api/discoveryv1.h"
#include "nodes/network/dns/answer.h"
#include "nodes/network/dns/informer_zone.h"
#include "nodes/network/service_reader.h"

using namespace armillary;
using namespace armillary::network;

namespace {

ObjectRef object(const std::string& json) {
    auto parsed = Object::parse(json);
    REQUIRE_MESSAGE(parsed.has_value(), parsed.error().text());
    return *parsed;
}

const char* const kService =
    R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"default"},"spec":{
    "clusterIP":"10.96.0.7","clusterIPs":["10.96.0.7"],"externalIPs":["203.0.113.9","bad; drop"],"type":"NodePort","sessionAffinity":"ClientIP",
    "sessionAffinityConfig":{"clientIP":{"timeoutSeconds":60}},"externalTrafficPolicy":"Local",
    "ports":[{"name":"http","protocol":"TCP","port":80,"nodePort":30080},{"name":"dns","protocol":"UDP","port":53}]}})";

const char* const kSlice =
    R"({"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"web-1","namespace":"default",
    "labels":{"kubernetes.io/service-name":"web"}},"addressType":"IPv4","ports":[{"name":"http","protocol":"TCP","port":8080}],"endpoints":[
    {"addresses":["10.244.0.5"],"conditions":{"ready":true},"nodeName":"n1","hostname":"a"},
    {"addresses":["10.244.1.6"],"conditions":{"ready":false,"serving":true,"terminating":true},"nodeName":"n2"},
    {"addresses":["10.244.1.7"],"conditions":{"ready":false,"serving":false}},
    {"addresses":["not an address"]},
    {"addresses":["10.244.0.8"],"nodeName":"n1"}]})";

/// An informer whose objects are given.
struct FixedInformer final : client::Informer {
    const client::Resource* row = nullptr;
    std::vector<ObjectRef> objects;
    std::map<std::string, client::IndexFunction> indexes;
    bool isSynced = true;

    const client::Resource& resource() const override { return *row; }
    void addHandler(client::ChangeHandler) override {}
    void addIndex(std::string name, client::IndexFunction function) override {
        indexes[std::move(name)] = std::move(function);
    }
    bool synced() const override { return isSynced; }
    ObjectRef get(std::string_view namespace_, std::string_view name) const override {
        for (const ObjectRef& each : objects) {
            if (each->namespace_() == namespace_ && each->name() == name) return each;
        }
        return nullptr;
    }
    std::vector<ObjectRef> list(std::string_view namespace_) const override {
        std::vector<ObjectRef> out;
        for (const ObjectRef& each : objects) {
            if (namespace_.empty() || each->namespace_() == namespace_) out.push_back(each);
        }
        return out;
    }
    std::vector<ObjectRef> byIndex(const std::string& index, const std::string& value) const override {
        std::vector<ObjectRef> out;
        for (const ObjectRef& each : objects) {
            for (const std::string& filed : indexes.at(index)(*each)) {
                if (filed == value) out.push_back(each);
            }
        }
        return out;
    }
};

struct FixedInformers final : client::Informers {
    std::map<const client::Resource*, FixedInformer> informers;
    FixedInformer& of(const client::Resource& resource) override {
        FixedInformer& made = informers[&resource];
        made.row = &resource;
        return made;
    }
    client::Informer& filtered(const client::Resource& resource, client::InformerOptions) override {
        return of(resource);
    }
    client::Informer& follow(std::shared_ptr<const client::Resource> resource, client::ChangeHandler) override {
        return of(*resource);
    }
    void forget(client::Informer&) override {}
    void start() override {}
    bool waitForSync(std::chrono::milliseconds) override { return true; }
    void stop() override {}
    async::Activity activity() const override { return {}; }
};

}  // namespace

TEST_CASE("the UDP endpoints of services and host ports") {
    ServicePort tcp{.protocol = "tcp", .backends = {{"10.244.0.5", 53}}};
    ServicePort udp{.protocol = "udp",
                    .backends = {{"10.244.0.5", 53},
                                 {.address = "10.244.0.6", .port = 53, .ready = false, .serving = true},
                                 {.address = "10.244.0.7", .port = 53, .ready = false, .serving = false}}};
    const std::uint32_t net = 10u << 24 | 244u << 16;
    CHECK(udpEndpointsOf(std::vector{tcp, udp}) == std::set<UdpEndpoint>{{net + 5, 53}, {net + 6, 53}});
    const auto pod = object(
        R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","ports":[
        {"containerPort":53,"hostPort":5353,"protocol":"UDP"},{"containerPort":80,"hostPort":80}]}]},"status":{"podIP":"10.244.0.9"}})");
    CHECK(udpEndpointsOf(readHostPorts(*pod)) == std::set<UdpEndpoint>{{net + 9, 53}});
}

TEST_CASE("a service and its slices, as the proxy sees them") {
    const auto ports = readService(*object(kService), {object(kSlice)}, {"n1", "z1"});
    REQUIRE(ports.size() == 2);
    const ServicePort& http = ports[0];
    CHECK(http.clusterIp == "10.96.0.7");
    CHECK(http.externalIps == std::vector<std::string>{"203.0.113.9"});
    CHECK(http.nodePort == 30080);
    CHECK(http.affinitySeconds == 60);
    CHECK(http.externalLocal);
    CHECK_FALSE(http.internalLocal);
    REQUIRE(http.backends.size() == 4);
    CHECK(http.backends[0] ==
          Backend{.address = "10.244.0.5", .port = 8080, .ready = true, .serving = false, .local = true});
    CHECK(http.backends[1].address == "10.244.0.8");
    CHECK(http.backends[1].ready);
    CHECK(http.backends[2] ==
          Backend{.address = "10.244.1.6", .port = 8080, .ready = false, .serving = true, .local = false});
    CHECK_FALSE(http.backends[3].serving);
    CHECK(ports[1].protocol == "udp");
    CHECK(ports[1].backends.empty());
    CHECK(serviceKeyOf(*object(kSlice)) == "default/web");
}

TEST_CASE("of two entries for one address the ready one counts") {
    std::string later = kSlice;
    later.replace(later.find("\"ready\":true"), 12, "\"ready\":false");
    const auto ports = readService(*object(kService), {object(later), object(kSlice)}, {"n1", "z1"});
    CHECK(ports[0].backends.size() == 4);
    CHECK(ports[0].backends[0].ready);
}

TEST_CASE("what needs no rules has none") {
    const auto changed = [](std::string from, const std::string& to) {
        std::string text = kService;
        text.replace(text.find(from), from.size(), to);
        return readService(*object(text), {}, {"n1", "z1"});
    };
    CHECK(changed("\"clusterIP\":\"10.96.0.7\"", "\"clusterIP\":\"None\"").empty());
    CHECK(changed("NodePort", "ExternalName").empty());
    CHECK(changed("\"namespace\":\"default\"",
                  R"("namespace":"default","labels":{"service.kubernetes.io/service-proxy-name":"x"})")
              .empty());
}

TEST_CASE("host ports of pods that run") {
    const auto pod = [](const char* phase, const char* more) {
        return readHostPorts(*object(
            std::string(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"default"},"spec":{)") +
            more +
            R"("containers":[{"name":"c","image":"i","ports":[{"containerPort":80,"hostPort":8088,"protocol":"TCP"},{"containerPort":81}]}]},"status":{"podIP":"10.244.0.9","phase":")" +
            phase + R"("}})"));
    };
    REQUIRE(pod("Running", "").size() == 1);
    CHECK(pod("Running", "")[0] == HostPort{.namespace_ = "default",
                                            .pod = "a",
                                            .protocol = "tcp",
                                            .hostIp = "",
                                            .hostPort = 8088,
                                            .podIp = "10.244.0.9",
                                            .containerPort = 80});
    CHECK(pod("Succeeded", "").empty());
    CHECK(pod("Running", "\"hostNetwork\":true,").empty());
}

TEST_CASE("the zone is what the informers hold") {
    FixedInformers informers;
    const auto zone = dns::zoneOf(informers);
    auto& services = informers.of(resources::resourceOf<corev1::Service>());
    auto& slices = informers.of(resources::resourceOf<discoveryv1::EndpointSlice>());
    services.objects = {
        object(kService),
        object(
            R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"db","namespace":"default"},"spec":{"clusterIP":"None","clusterIPs":["None"]}})"),
        object(
            R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"ext","namespace":"default"},"spec":{"type":"ExternalName","externalName":"Example.org."}})")};
    std::string headless = kSlice;
    headless.replace(headless.find("\"web\""), 5, "\"db\"");
    slices.objects = {object(headless)};
    CHECK(zone->ready());
    CHECK(zone->service("default", "web")->addresses == std::vector<std::uint32_t>{0x0a600007});
    CHECK(zone->service("default", "web")->ports[1].protocol == "udp");
    CHECK(zone->service("default", "db")->headless);
    CHECK(zone->service("default", "ext")->externalName == "example.org");
    CHECK_FALSE(zone->service("other", "web").has_value());
    CHECK(zone->hasServices("default"));
    CHECK_FALSE(zone->hasServices("other"));
    REQUIRE(zone->endpoints("default", "db").size() == 2);  // the ready ones
    CHECK(zone->endpoints("default", "db")[0].hostname == "a");
    CHECK(zone->serviceAt(0x0a600007)->name == "web");
    CHECK(zone->endpointsAt(0x0af40005).size() == 1);
    services.isSynced = false;
    CHECK_FALSE(zone->ready());
}

namespace {

/// A service's slice whose endpoints are for these zones.
std::string hintedSlice(const std::vector<std::string>& zones) {
    std::string endpoints;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        const std::string hints = zones[i].empty() ? "" : R"(,"hints":{"forZones":[{"name":")" + zones[i] + R"("}]})";
        endpoints +=
            std::format(R"({0}{{"addresses":["10.244.0.{1}"],"nodeName":"n{1}"{2}}})", i == 0 ? "" : ",", i + 1, hints);
    }
    return R"({"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"web-1","namespace":"default",
    "labels":{"kubernetes.io/service-name":"web"}},"addressType":"IPv4","ports":[{"name":"http","port":8080}],"endpoints":[)" +
           endpoints + "]}";
}

}  // namespace

TEST_CASE("hints count when every endpoint has one and one is for this zone") {
    const auto near = [](const std::vector<std::string>& zones, const std::string& zone = "z1") {
        const auto ports = readService(*object(kService), {object(hintedSlice(zones))}, {"n1", zone});
        std::string out;
        for (const Backend& backend : ports.at(0).backends) out += backend.near ? 'y' : 'n';
        return out;
    };
    CHECK(near({"z1", "z2", "z1"}) == "yny");
    CHECK(near({"z1", "", "z2"}) == "yyy");
    CHECK(near({"z2", "z3"}) == "yy");
    CHECK(near({"z1", "z2"}, "") == "yy");
}

TEST_CASE("a local load balancer names a port for health checks") {
    std::string text = kService;
    CHECK(readService(*object(text), {}, {"n1", ""}).at(0).healthPort == 0);
    text.replace(text.find("NodePort"), 8, R"(LoadBalancer","healthCheckNodePort":31000,"loadBalancerClass":")");
    CHECK(readService(*object(text), {}, {"n1", ""}).at(0).healthPort == 31000);
}
