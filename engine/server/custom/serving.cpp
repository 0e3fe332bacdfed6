#include "engine/server/custom/serving.h"

#include "engine/resources/custom/custom_rules.h"
#include "engine/schema/custom_object.h"
#include "engine/server/custom/custom_resources.h"

namespace armillary::server::custom {
namespace {

using resources::Resource;
using schema::CustomObject;

ObjectRef parsed(std::string json) {
    auto object = Object::parse(std::move(json));
    if (!object)
        throw ConversionFailed(status::internalError("converted object does not parse: " + object.error().text()));
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

std::vector<std::string> converted(const ServedDefinition& definition, std::vector<std::string> objects,
                                   const std::string& apiVersion) {
    auto result = definition.converter().convert(std::move(objects), apiVersion);
    if (!result) throw ConversionFailed(std::move(result.error()));
    return std::move(*result);
}

}  // namespace

ObjectRef shown(const Resource& resource, const ObjectRef& stored) {
    const ServedDefinition* definition = stored ? servedDefinition(resource) : nullptr;
    if (!definition) return stored;
    const bool isCurrent = stored->revision() >= definition->since();
    const std::string apiVersion = resource.apiVersion();
    if (isCurrent && stored->apiVersion() == apiVersion) return stored;
    std::string json = isCurrent ? stored->json() : refreshed(*definition, *stored);
    if (stored->apiVersion() != apiVersion) json = std::move(converted(*definition, {std::move(json)}, apiVersion)[0]);
    return parsed(std::move(json));
}

void showAll(const Resource& resource, std::vector<ObjectRef>& objects) {
    const ServedDefinition* definition = servedDefinition(resource);
    if (!definition) return;
    if (!definition->converter().asksOthers()) {
        for (ObjectRef& object : objects) object = shown(resource, object);
        return;
    }
    const std::string apiVersion = resource.apiVersion();
    std::vector<std::size_t> places;
    std::vector<std::string> documents;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        if (objects[i]->apiVersion() == apiVersion) {
            objects[i] = shown(resource, objects[i]);
            continue;
        }
        places.push_back(i);
        documents.push_back(refreshed(*definition, *objects[i]));
    }
    if (documents.empty()) return;
    documents = converted(*definition, std::move(documents), apiVersion);
    for (std::size_t i = 0; i < places.size(); ++i) objects[places[i]] = parsed(std::move(documents[i]));
}

std::string storedForm(const Resource& resource, const Value& value) {
    const ServedDefinition& definition = *servedDefinition(resource);
    CustomObject object = value.as<CustomObject>();
    object.metadata.resourceVersion.clear();
    const Resource& storage = definition.storage().row;
    if (resource.version == storage.version) return schema::toJson(object);
    const std::string json = std::move(converted(definition, {schema::toJson(object)}, storage.apiVersion())[0]);
    auto made = schema::fromJson<CustomObject>(json);
    if (!made)
        throw ConversionFailed(status::internalError("converted object does not decode: " + made.error().text()));
    if (definition.converter().asksOthers())
        if (auto done = definition.storage().rules->refine(*made, nullptr); !done)
            throw ConversionFailed(status::internalError(done.error()));
    made->metadata.resourceVersion.clear();
    return schema::toJson(*made);
}

Value inVersion(const Resource& from, const Resource& to, const Value& value) {
    const ServedDefinition& definition = *servedDefinition(from);
    const std::string json = std::move(converted(definition, {value.json()}, to.apiVersion())[0]);
    Value made(*to.type);
    if (auto done = schema::decodeJson(*to.type, made.get(), json); !done)
        throw ConversionFailed(status::internalError("converted object does not decode: " + done.error().text()));
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
