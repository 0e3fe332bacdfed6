#include <doctest/doctest.h>

#include <format>
#include <map>
#include <stdexcept>

#include "engine/controllers/garbagecollector/polled.h"
#include "engine/schema/api/apiregistrationv1.h"
#include "tests/scenario/controllers/forwarding_client.h"
#include "tests/unit/controllers/objects.h"

using namespace armillary;
using namespace armillary::controllers;
using Strings = std::vector<std::string>;

namespace {

/// Documents by path.
class Documents final : public test::ForwardingClient {
public:
    Documents() : ForwardingClient(nullptr) {
        bodies["/apis/example.com/v1"] = R"({"kind":"APIResourceList","groupVersion":"example.com/v1","resources":[)" +
                                         described("aas") + "," + described("bbs") + "]}";
    }
    void serve(const std::string& plural, const Strings& names) {
        std::string items;
        for (const std::string& name : names)
            items +=
                (items.empty() ? "" : ",") +
                std::format(R"({{"metadata":{{"name":"{0}","uid":"uid-{0}","namespace":"n","resourceVersion":"1"}}}})",
                            name);
        bodies["/apis/example.com/v1/" + plural] =
            R"({"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1","metadata":{},"items":[)" + items +
            "]}";
    }
    Result<std::string> getRaw(const std::string& path) override {
        const auto found = bodies.find(path);
        if (found == bodies.end()) return std::unexpected(status::unknownPath());
        return found->second;
    }

    std::map<std::string, std::string> bodies;

private:
    static std::string described(const std::string& plural) {
        return std::format(R"({{"name":"{0}","singularName":"","namespaced":true,"kind":"K{0}",)"
                           R"("verbs":["delete","get","list","watch"]}})",
                           plural);
    }
};

ObjectRef availableService() {
    apiregistrationv1::APIService service;
    service.metadata.name = "v1.example.com";
    service.spec.group = "example.com";
    service.spec.version = "v1";
    service.spec.service.ensure().name = "s";
    auto& condition = service.status.conditions.emplace_back();
    condition.type = "Available";
    condition.status = "True";
    return test::asObject(service);
}

}  // namespace

TEST_CASE("what is wrong with one kind of another API server holds up no other, and is told later") {
    Documents documents;
    documents.serve("aas", {"a1"});
    documents.serve("bbs", {"b1"});
    gc::PolledObjects polled;
    Strings told;
    bool breaks = true;
    const auto poll = [&] {
        told.clear();
        polled.poll(
            documents, {availableService()},
            [&](const resources::Resource& row, const ObjectRef& previous, const ObjectRef& current) {
                if (breaks && row.plural == "aas") throw std::runtime_error("broken");
                told.push_back((!previous ? "+" : !current ? "-" : "~") + (current ? current : previous)->name());
            });
        return told;
    };
    CHECK(poll() == Strings{"+b1"});
    breaks = false;
    CHECK(poll() == Strings{"+a1"});
    CHECK(poll().empty());
    documents.serve("aas", {});
    breaks = true;
    CHECK(poll().empty());
    breaks = false;
    CHECK(poll() == Strings{"-a1"});
}
