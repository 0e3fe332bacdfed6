#include "engine/server/storage.h"

#include "engine/resources/custom/definition.h"
#include "engine/server/custom/serving.h"

namespace armillary::server {
namespace {

/// A value of the row's version from a stored struct.
Value converted(const Resource& resource, const void* stored) {
    Value value(*resource.type);
    resource.fromStored(stored, value.get());
    metav1::TypeMeta& head = typeMetaOf(*resource.type, value.get());
    head.apiVersion = resource.apiVersion();
    head.kind = resource.kind;
    return value;
}

}  // namespace

const Resource& storedRow(const Resource& resource) {
    return resource.storedAs ? *resource.storedAs : resource;
}

Result<ObjectRef> findObject(const watch::Cache& cache, const Resource& resource, std::string_view namespace_,
                             std::string_view name) {
    return custom::shown(resource,
                         cache.get(resource.cacheKey(), resource.namespaced ? namespace_ : std::string_view(), name));
}

Result<ObjectRef> existingObject(const watch::Cache& cache, const Resource& resource, std::string_view namespace_,
                                 std::string_view name) {
    auto object = findObject(cache, resource, namespace_, name);
    if (object && !*object) return std::unexpected(status::notFound(resource.qualified(), name));
    return object;
}

Value valueOf(const Resource& resource, const Object& object) {
    if (resource.storedAs) return converted(resource, object.decoded(*resource.storedAs->type));
    return Value::copyOf(*resource.type, object.decoded(*resource.type));
}

std::string jsonOf(const Resource& resource, const Object& object) {
    return resource.storedAs ? valueOf(resource, object).json() : object.json();
}

ObjectRef inVersionOf(const Resource& resource, const ObjectRef& object) {
    if (!resource.storedAs) return object;
    auto made = Object::parse(jsonOf(resource, *object));
    if (!made) throw std::logic_error("converted object does not parse: " + made.error().text());
    return *made;
}

Result<std::string> storedForm(const Resource& resource, const Value& value) {
    if (resources::custom::versionOf(resource)) return custom::storedForm(resource, value);
    const Resource& row = storedRow(resource);
    Value stored = Value::copyOf(*resource.type, value.get());
    if (resource.storedAs) {
        stored = Value(*row.type);
        resource.toStored(value.get(), stored.get());
    }
    metav1::TypeMeta& head = typeMetaOf(*row.type, stored.get());
    head.apiVersion = row.apiVersion();
    head.kind = row.kind;
    resources::metaOf(row, stored.get()).resourceVersion.clear();
    return stored.json();
}

Result<std::string> jsonOfStored(const Resource& resource, const std::string& bytes, Revision revision) {
    std::string json = watch::withResourceVersion(bytes, revision);
    const bool isCustom = resources::custom::versionOf(resource) != nullptr;
    if (!resource.storedAs && !isCustom) return json;
    auto object = Object::parse(std::move(json));
    if (!object) throw std::logic_error("stored object does not parse: " + object.error().text());
    if (!isCustom) return jsonOf(resource, **object);
    return custom::shown(resource, *object).transform([](const ObjectRef& shown) { return shown->json(); });
}

bool isStored(const watch::Cache& cache, const Resource& resource, const std::string& bytes, const Object& shown) {
    const std::string json = watch::withResourceVersion(bytes, shown.revision());
    if (!resources::custom::versionOf(resource)) return json == shown.json();
    const ObjectRef stored = cache.get(resource.cacheKey(), shown.namespace_(), shown.name());
    return stored && stored->revision() == shown.revision() && stored->json() == json;
}

std::string keyOf(const Resource& resource, std::string_view namespace_, std::string_view name) {
    return watch::storeKey(resource.cacheKey(), resource.namespaced ? namespace_ : std::string_view(), name);
}

std::string keyPrefix(const Resource& resource, std::string_view namespace_) {
    const Resource& row = storedRow(resource);
    std::string prefix = "/registry/" + (row.group.empty() ? std::string("core") : row.group) + "/" + row.plural + "/";
    if (resource.namespaced && !namespace_.empty()) prefix.append(namespace_).append("/");
    return prefix;
}

Status writeError(const Resource& resource, std::string_view name, const store::Error& error) {
    switch (error.code) {
        case store::ErrorCode::KeyExists:
            return status::alreadyExists(resource.qualified(), name);
        case store::ErrorCode::NotFound:
            return status::notFound(resource.qualified(), name);
        case store::ErrorCode::RevisionMismatch:
            return status::modified(resource.qualified(), name);
        case store::ErrorCode::TooLarge:
            return status::requestEntityTooLarge("limit is " + std::to_string(store::kMaxValueBytes));
        case store::ErrorCode::Busy:
            return status::tooManyRequests(
                "the server has received too many requests and has asked us to try again later", 1);
        case store::ErrorCode::Closed:
            return status::serviceUnavailable("the server is shutting down");
        default:
            return status::internalError(error.message);
    }
}

Status readError(const store::Error& error) {
    switch (error.code) {
        case store::ErrorCode::Compacted:
            return status::expired("The resourceVersion for the provided list is too old.");
        case store::ErrorCode::Closed:
            return status::serviceUnavailable("the server is shutting down");
        default:
            return status::internalError(error.message);
    }
}

}  // namespace armillary::server
