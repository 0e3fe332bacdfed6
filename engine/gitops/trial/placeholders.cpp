#include "engine/gitops/trial/placeholders.h"

#include <boost/json/object.hpp>

#include <map>
#include <set>

#include "engine/relations/relations.h"
#include "engine/schema/json_document.h"

namespace armillary::gitops {

namespace json = boost::json;
using relations::ObjectId;

namespace {

constexpr std::string_view kValue = "placeholder";

enum class Use { Any, Pull, Tls };

struct Wanted {
    std::set<std::string> keys;
    Use use = Use::Any;
};

Use useOf(const relations::Edge& edge) {
    if (edge.relation == relations::relation::kPullsWith) return Use::Pull;
    return edge.path.contains("tls") && edge.keys.empty() ? Use::Tls : Use::Any;
}

ObjectRef secretOf(const ObjectId& id, const Wanted& wanted) {
    json::object data;
    std::string type = "Opaque";
    if (wanted.use == Use::Pull) {
        type = "kubernetes.io/dockerconfigjson";
        data[".dockerconfigjson"] = R"({"auths":{}})";
    } else if (wanted.use == Use::Tls) {
        type = "kubernetes.io/tls";
        data["tls.crt"] = kValue;
        data["tls.key"] = kValue;
    }
    for (const std::string& key : wanted.keys) data[key] = kValue;
    if (data.empty()) data[kValue] = kValue;
    const json::object secret{{"apiVersion", "v1"},
                              {"kind", "Secret"},
                              {"metadata", json::object{{"name", id.name}, {"namespace", id.namespace_}}},
                              {"type", type},
                              {"stringData", std::move(data)}};
    std::string text;
    schema::writeDocument(text, secret);
    auto object = Object::parse(std::move(text));
    return object ? std::move(*object) : nullptr;
}

}  // namespace

std::vector<Placeholder> placeholdersFor(const std::vector<ObjectRef>& objects) {
    std::set<ObjectId> known;
    for (const ObjectRef& each : objects) known.insert(relations::idOf(*each));
    std::map<ObjectId, Wanted> missing;
    for (const ObjectRef& each : objects)
        for (const relations::Edge& edge : relations::namedReferences(each)) {
            if (edge.to.kind != relations::Kind{"", "Secret"} || edge.optional || edge.to.name.empty()) continue;
            if (known.contains(edge.to)) continue;
            Wanted& wanted = missing[edge.to];
            wanted.keys.insert(edge.keys.begin(), edge.keys.end());
            if (wanted.use == Use::Any) wanted.use = useOf(edge);
        }
    std::vector<Placeholder> all;
    for (const auto& [id, wanted] : missing)
        if (ObjectRef secret = secretOf(id, wanted))
            all.push_back({std::move(secret), {wanted.keys.begin(), wanted.keys.end()}});
    return all;
}

}  // namespace armillary::gitops
