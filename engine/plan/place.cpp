#include "engine/plan/place.h"

#include <algorithm>
#include <format>

#include "engine/relations/field_view.h"
#include "engine/schema/json_document.h"

namespace armillary::plan {

namespace {

const client::ApiResource* find(const std::vector<client::ApiResource>& resources, const Item& item) {
    const auto found = std::ranges::find_if(resources, [&](const client::ApiResource& each) {
        return each.group == item.group() && each.kind == item.kind;
    });
    return found == resources.end() ? nullptr : &*found;
}

}  // namespace

std::vector<client::ApiResource> definedBy(const std::vector<Item>& items) {
    std::vector<client::ApiResource> defined;
    for (const Item& item : items) {
        if (item.kind != "CustomResourceDefinition" || item.group() != "apiextensions.k8s.io") continue;
        const auto document = schema::parseDocument(item.json);
        if (!document) continue;
        const relations::FieldView spec = relations::FieldView(*document).member("spec");
        client::ApiResource resource;
        resource.group = spec.member("group").text();
        resource.kind = spec.member("names").member("kind").text();
        resource.plural = spec.member("names").member("plural").text();
        resource.namespaced = spec.member("scope").text() == "Namespaced";
        if (!resource.group.empty() && !resource.plural.empty()) defined.push_back(std::move(resource));
    }
    return defined;
}

std::expected<Place, std::string> placeOf(const Item& item, const client::Discovery& served,
                                          const std::vector<client::ApiResource>& defined,
                                          std::string_view namespace_) {
    Place place;
    const client::ApiResource* known = find(served.resources, item);
    if (known == nullptr) {
        known = find(defined, item);
        place.defined = true;
    }
    if (known == nullptr)
        return std::unexpected(std::format("the cluster serves no {} of {}", item.kind, item.apiVersion));
    client::ApiResource resource = *known;
    resource.version = item.version();  // discovery names the preferred one alone
    place.namespaced = resource.namespaced;
    if (place.namespaced) place.namespace_ = item.namespace_.empty() ? std::string(namespace_) : item.namespace_;
    place.path = resource.path(place.namespace_, item.name);
    return place;
}

}  // namespace armillary::plan
