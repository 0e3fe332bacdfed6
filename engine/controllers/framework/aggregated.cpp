#include "engine/controllers/framework/aggregated.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "engine/client/request.h"
#include "engine/resources/custom/definition.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/schema/api/apiregistrationv1.h"
#include "engine/schema/custom_object.h"
#include "engine/server/aggregation/aggregator.h"

namespace armillary::controllers::aggregated {

namespace {

using apiregistrationv1::APIService;

std::uint16_t bitOf(std::string_view verb) {
    static constexpr std::pair<std::string_view, resources::Verb> kVerbs[] = {
        {"get", resources::kGet},       {"list", resources::kList},
        {"watch", resources::kWatch},   {"create", resources::kCreate},
        {"update", resources::kUpdate}, {"patch", resources::kPatch},
        {"delete", resources::kDelete}, {"deletecollection", resources::kDeleteCollection}};
    const auto found = std::ranges::find(kVerbs, verb, &std::pair<std::string_view, resources::Verb>::first);
    return found == std::end(kVerbs) ? 0 : found->second;
}

Row rowOf(const std::string& group, const std::string& version, const metav1::APIResource& described) {
    auto row = std::make_shared<resources::Resource>();
    row->group = group;
    row->version = version;
    row->kind = described.kind;
    row->plural = described.name;
    row->namespaced = described.namespaced;
    row->verbs = 0;
    for (const std::string& verb : described.verbs.items) row->verbs |= bitOf(verb);
    row->type = &schema::typeInfo<schema::CustomObject>();
    row->rules = &resources::plainRules<schema::CustomObject>();
    return row;
}

template <schema::ApiStruct T>
Result<T> getDocument(client::Client& client, const std::string& path) {
    const auto body = client.getRaw(path);
    if (!body) return std::unexpected(body.error());
    auto document = schema::fromJson<T>(*body);
    if (!document) return std::unexpected(status::internalError(path + ": " + document.error().text()));
    return std::move(*document);
}

bool isMoreWanted(const APIService* left, const APIService* right) {
    const auto &mine = left->spec, &other = right->spec;
    if (mine.group != other.group) return mine.group < other.group;
    if (mine.versionPriority != other.versionPriority) return mine.versionPriority > other.versionPriority;
    return resources::custom::compareVersions(mine.version, other.version) < 0;
}

}  // namespace

std::vector<Row> rowsOf(const std::string& group, const std::string& version, const metav1::APIResourceList& document) {
    std::vector<Row> rows;
    for (const auto& described : document.resources)
        if (!described.name.contains('/')) rows.push_back(rowOf(group, version, described));
    return rows;
}

Discovered discover(client::Client& client, const std::vector<ObjectRef>& apiServices) {
    std::vector<const APIService*> services;
    for (const ObjectRef& object : apiServices)
        if (const auto& service = object->as<APIService>(); service.spec.service) services.push_back(&service);
    std::ranges::sort(services, isMoreWanted);
    Discovered found;
    std::set<std::pair<std::string, std::string>> known;
    for (const APIService* service : services) {
        const auto& [group, version] = std::tie(service->spec.group, service->spec.version);
        const auto name = group + "/" + version;
        const auto document = server::aggregation::isAvailable(*service)
                                  ? getDocument<metav1::APIResourceList>(client, "/apis/" + name)
                                  : std::unexpected(status::serviceUnavailable("not available"));
        if (!document) {
            found.failed.push_back(name);
            continue;
        }
        for (Row& row : rowsOf(group, version, *document))
            if (known.emplace(group, row->plural).second) found.rows.push_back(std::move(row));
    }
    std::ranges::sort(found.failed);
    return found;
}

Result<std::vector<ObjectRef>> list(client::Client& client, const resources::Resource& row,
                                    const std::string& namespace_) {
    auto listed = getDocument<metav1::PartialObjectMetadataList>(client, client::pathOf({&row, namespace_, {}, {}}));
    if (!listed) return std::unexpected(listed.error());
    std::vector<ObjectRef> objects;
    for (auto& item : listed->items) {
        item.apiVersion = row.apiVersion();
        item.kind = row.kind;
        auto object = Object::parse(schema::toJson(item));
        if (!object) return std::unexpected(status::internalError(row.qualified() + ": " + object.error().text()));
        objects.push_back(std::move(*object));
    }
    return objects;
}

}  // namespace armillary::controllers::aggregated
