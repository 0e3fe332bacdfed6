#include "engine/server/custom/serving.h"

#include "engine/resources/custom/custom_rules.h"
#include "engine/schema/custom_object.h"
#include "engine/server/custom/custom_resources.h"

namespace armillary::server::custom {
namespace {

using resources::Resource;
using schema::CustomObject;

std::unexpected<Status> unreadable(std::string_view what, const std::string& why) {
    return std::unexpected(status::internalError("converted object does not " + std::string(what) + ": " + why));
}

Result<ObjectRef> parsed(std::string json) {
    auto object = Object::parse(std::move(json));
    if (!object) return unreadable("parse", object.error().text());
    return *object;
}

/// What the schema of the version that it was stored in makes of an object from before the schema changed.
std::string refreshed(const ServedDefinition& definition, const Object& stored) {
    const std::string& apiVersion = stored.apiVersion();
    const auto* version = definition.version(std::string_view(apiVersion).substr(apiVersion.find('/') + 1));
    if (!version) return stored.json();
    CustomObject object = *static_cast<const CustomObject*>(stored.decoded(schema::typeInfo<CustomObject>()));
    version->rules->setDefaults(&object);
    if (!version->rules->refine(object, nullptr)) return stored.json();
    return schema::toJson(object);
}

/// One document in another version.
Result<std::string> converted(const ServedDefinition& definition, std::string object, const std::string& apiVersion) {
    std::vector<std::string> one;
    one.push_back(std::move(object));
    auto result = definition.converter().convert(std::move(one), apiVersion);
    if (!result) return std::unexpected(std::move(result.error()));
    return std::move(result->front());
}

/// By a converter that asks others: all that need it in one question.
Result<void> showTogether(const ServedDefinition& definition, const Resource& resource,
                          std::vector<ObjectRef>& objects) {
    const std::string apiVersion = resource.apiVersion();
    std::vector<std::size_t> places;
    std::vector<std::string> documents;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        if (objects[i]->apiVersion() == apiVersion) {
            auto object = shown(resource, objects[i]);
            if (!object) return std::unexpected(std::move(object.error()));
            objects[i] = std::move(*object);
            continue;
        }
        places.push_back(i);
        documents.push_back(refreshed(definition, *objects[i]));
    }
    if (documents.empty()) return {};
    auto made = definition.converter().convert(std::move(documents), apiVersion);
    if (!made) return std::unexpected(std::move(made.error()));
    for (std::size_t i = 0; i < places.size(); ++i) {
        auto object = parsed(std::move((*made)[i]));
        if (!object) return std::unexpected(std::move(object.error()));
        objects[places[i]] = std::move(*object);
    }
    return {};
}

}  // namespace

Result<ObjectRef> shown(const Resource& resource, const ObjectRef& stored) {
    const ServedDefinition* definition = stored ? servedDefinition(resource) : nullptr;
    if (!definition) return stored;
    const bool isCurrent = stored->revision() >= definition->since();
    const std::string apiVersion = resource.apiVersion();
    if (isCurrent && stored->apiVersion() == apiVersion) return stored;
    std::string json = isCurrent ? stored->json() : refreshed(*definition, *stored);
    if (stored->apiVersion() == apiVersion) return parsed(std::move(json));
    auto made = converted(*definition, std::move(json), apiVersion);
    if (!made) return std::unexpected(std::move(made.error()));
    return parsed(std::move(*made));
}

Result<void> showAll(const Resource& resource, std::vector<ObjectRef>& objects) {
    const ServedDefinition* definition = servedDefinition(resource);
    if (!definition) return {};
    if (definition->converter().asksOthers()) return showTogether(*definition, resource, objects);
    for (ObjectRef& object : objects) {
        auto one = shown(resource, object);
        if (!one) return std::unexpected(std::move(one.error()));
        object = std::move(*one);
    }
    return {};
}

Result<std::string> storedForm(const Resource& resource, const Value& value) {
    const ServedDefinition& definition = *servedDefinition(resource);
    CustomObject object = value.as<CustomObject>();
    object.metadata.resourceVersion.clear();
    const Resource& storage = definition.storage().row;
    if (resource.version == storage.version) return schema::toJson(object);
    auto json = converted(definition, schema::toJson(object), storage.apiVersion());
    if (!json) return json;
    auto made = schema::fromJson<CustomObject>(*json);
    if (!made) return unreadable("decode", made.error().text());
    if (definition.converter().asksOthers())
        if (auto done = definition.storage().rules->refine(*made, nullptr); !done)
            return std::unexpected(status::internalError(done.error()));
    made->metadata.resourceVersion.clear();
    return schema::toJson(*made);
}

Result<Value> inVersion(const Resource& from, const Resource& to, const Value& value) {
    auto json = converted(*servedDefinition(from), value.json(), to.apiVersion());
    if (!json) return std::unexpected(std::move(json.error()));
    Value made(*to.type);
    if (auto done = schema::decodeJson(*to.type, made.get(), *json); !done)
        return unreadable("decode", done.error().text());
    return made;
}

const Resource* otherVersion(const Resource& resource, std::string_view apiVersion) {
    const ServedDefinition* definition = servedDefinition(resource);
    if (!definition || !apiVersion.starts_with(resource.group + "/")) return nullptr;
    const auto* version = definition->version(apiVersion.substr(resource.group.size() + 1));
    return version ? &version->row : nullptr;
}

bool asksOthers(const Resource& resource) {
    const ServedDefinition* definition = servedDefinition(resource);
    return definition && definition->converter().asksOthers();
}

}  // namespace armillary::server::custom
