#include "engine/resources/custom/definition.h"
#include "engine/server/body.h"
#include "engine/server/render.h"
#include "engine/server/verbs/apply.h"
#include "engine/server/verbs/changes.h"
#include "engine/server/verbs/patch_text.h"
#include "engine/server/verbs/verbs.h"
#include "engine/server/write.h"

namespace armillary::server {
namespace {

Status invalidPatch(const PatchText& patch, std::string why) {
    return status::invalid("", "", {field::invalid("patch", patch.text(), std::move(why))});
}

/// The patched value of `current`, decoded as strictly as the request asks.
Result<Value> patched(Call& call, const PatchText& patch, FieldValidation validation, std::size_t kept,
                      const Value& current) {
    const Resource& resource = call.resource();
    auto json = patch.apply(*resource.type, current.json());
    if (!json) return refuse(json.error());
    auto decoded = decodeObject(expectedOf(resource), *json);
    if (!decoded) return refuse(invalidPatch(patch, decoded.error()));
    noteReset(*json, resources::metaOf(resource, decoded->value.get()));
    call.warnings.resize(kept);
    if (std::string why = judge(call, validation, decoded->findings); !why.empty())
        return refuse(invalidPatch(patch, std::move(why)));
    // Upstream looks at what a patch made only after admission, and says so.
    dedupOwnerReferences(call, resources::metaOf(resource, decoded->value.get()), true);
    return restrictTo(call, current, std::move(decoded->value));
}

}  // namespace

Handled patchObject(Call& call) {
    auto dryRun = dryRunOf(call, "PatchOptions");
    if (!dryRun) return refuse(dryRun.error());
    auto validation = fieldValidationOf(call, "PatchOptions");
    if (!validation) return refuse(validation.error());
    if (isApply(call.request)) return applyObject(call, *dryRun, *validation);
    auto patch = PatchText::read(call.request, resources::custom::versionOf(call.resource()) == nullptr);
    if (!patch) return refuse(patch.error());
    auto manager = plainPatchManager(call);
    if (!manager) return refuse(manager.error());
    // What an attempt that lost a race has warned of is not said twice.
    const std::size_t kept = call.warnings.size();
    auto written = updateStored(
        call.core, call.user,
        {.resource = call.resource(),
         .namespace_ = call.route.namespace_,
         .name = call.route.name,
         .subresource = call.route.subresource,
         .dryRun = *dryRun,
         .writer = FieldWriter{std::move(*manager)},
         .change = [&](const Value* current) { return patched(call, *patch, *validation, kept, *current); },
         .notes = call.notes()});
    if (!written) return refuse(written.error());
    return respondObject(call, 200, std::move(written->json));
}

}  // namespace armillary::server
