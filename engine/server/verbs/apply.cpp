#include "engine/server/verbs/apply.h"

#include "engine/schema/yaml.h"
#include "engine/server/managed_fields.h"
#include "engine/server/render.h"
#include "engine/server/verbs/changes.h"
#include "engine/server/write.h"

namespace armillary::server {
namespace {

constexpr std::string_view kApplyMedia = "application/apply-patch+yaml";
constexpr std::string_view kOptions = "PatchOptions";

Status invalidOptions(FieldError error) {
    return status::invalid(std::string(kOptions) + ".meta.k8s.io", "", {std::move(error)});
}

/// JSON is YAML, and what clients send.
Result<std::string> jsonOf(const std::string& body) {
    const std::size_t first = body.find_first_not_of(" \t\r\n");
    if (first != std::string::npos && body[first] == '{' && schema::readHead(body)) return body;
    auto json = schema::yamlToJson(body);
    if (!json) return refuse(status::badRequest("error decoding patch: error parsing YAML: " + json.error().text()));
    return *json;
}

/// Fields that occur twice; others that are wrong have been refused by then.
Result<void> judgeDuplicates(Call& call, FieldValidation validation, const std::string& json) {
    if (validation == FieldValidation::Ignore) return {};
    const Resource& resource = call.resource();
    auto decoded = decodeObject(expectedOf(resource), json);
    if (!decoded) return {};
    std::erase_if(decoded->findings, [](const std::string& one) { return !one.starts_with("duplicate field"); });
    if (std::string why = judge(call, validation, decoded->findings); !why.empty())
        return refuse(status::badRequest("error strict decoding patch: " + why));
    return {};
}

/// What is applied is the object that the path names.
Result<void> matchPath(const Call& call, const metav1::ObjectMeta& meta) {
    if (call.resource().namespaced && !meta.namespace_.empty() && meta.namespace_ != call.route.namespace_)
        return refuse(status::badRequest(
            "the namespace of the provided object does not match the namespace sent on the request"));
    if (!meta.name.empty() && meta.name != call.route.name)
        return refuse(status::badRequest("the name of the object (" + meta.name +
                                         ") does not match the name on the URL (" + call.route.name + ")"));
    return {};
}

/// `current` with the configuration merged into it, and the merge recorded.
Result<Value> applied(Call& call, const Configuration& configuration, const Value* current) {
    const Resource& resource = call.resource();
    Value live = current ? current->clone() : Value(*resource.type);
    metav1::ObjectMeta& liveMeta = resources::metaOf(resource, live.get());
    auto managed = apply::ManagedFields::ofStored(liveMeta.managedFields);
    liveMeta.managedFields.clear();
    std::optional<Status> unconverted;
    auto merged = apply::applyConfiguration(
        managed, {.schema = schemaOf(resource),
                  .live = live.json(),
                  .empty = Value(*resource.type).json(),
                  .config = configuration.json,
                  .owner = {configuration.manager, resource.apiVersion(), call.route.subresource, true},
                  .kind = resource.kind,
                  .force = configuration.force,
                  .creates = current == nullptr,
                  .ignored = resetFields(resource, call.route.subresource),
                  .now = schema::Time(call.core.clock.now()),
                  .convert = versionConverter(call.core, resource, unconverted)});
    if (unconverted) return refuse(std::move(*unconverted));
    if (!merged) return refuse(merged.error());
    auto decoded = decodeObject(expectedOf(resource), *merged);
    if (!decoded)
        return refuse(status::badRequest("failed to convert new typed object (" + call.route.namespace_ + "/" +
                                         call.route.name + ") to object: " + decoded.error()));
    metav1::ObjectMeta& meta = resources::metaOf(resource, decoded->value.get());
    meta.managedFields = managed.write();
    if (auto matched = matchPath(call, meta); !matched) return refuse(matched.error());
    if (current) return restrictTo(call, *current, std::move(decoded->value));
    meta.name = call.route.name;
    return std::move(decoded->value);
}

}  // namespace

bool isApply(const Request& request) {
    return mediaType(request.header("content-type")) == kApplyMedia;
}

Result<Configuration> configurationOf(const Call& call) {
    const std::string_view manager = call.request.parameter("fieldManager");
    if (manager.empty()) return refuse(invalidOptions(field::required("fieldManager", "is required for apply patch")));
    auto name = fieldManagerOf(call, kOptions);
    if (!name) return refuse(name.error());
    auto json = jsonOf(call.request.body);
    if (!json) return refuse(json.error());
    return Configuration{std::move(*json), std::move(*name), isTrue(call.request.parameter("force"))};
}

Result<std::string> plainPatchManager(const Call& call) {
    if (call.request.hasParameter("force"))
        return refuse(invalidOptions(field::forbidden("force", "may not be specified for non-apply patch")));
    return fieldManagerOf(call, kOptions);
}

Handled applyObject(Call& call, bool dryRun, FieldValidation validation) {
    auto configuration = configurationOf(call);
    if (!configuration) return refuse(configuration.error());
    // What an attempt that lost a race has warned of is not said twice.
    const std::size_t kept = call.warnings.size();
    auto written = updateStored(call.core, call.user,
                                {.resource = call.resource(),
                                 .namespace_ = call.route.namespace_,
                                 .name = call.route.name,
                                 .subresource = call.route.subresource,
                                 .dryRun = dryRun,
                                 .forceCreate = call.route.subresource.empty(),
                                 .writer = FieldWriter{configuration->manager, true},
                                 .change = [&](const Value* current) -> Result<Value> {
                                     auto next = applied(call, *configuration, current);
                                     if (!next) return next;
                                     call.warnings.resize(kept);
                                     if (auto fine = judgeDuplicates(call, validation, configuration->json); !fine)
                                         return refuse(fine.error());
                                     return next;
                                 },
                                 .notes = call.notes()});
    if (!written) return refuse(written.error());
    return respondObject(call, written->created ? 201 : 200, std::move(written->json));
}

}  // namespace armillary::server
