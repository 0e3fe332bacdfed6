#include <array>

#include "engine/resources/custom/custom_rules.h"
#include "engine/resources/rules/cells.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/autoscalingv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/selector.h"
#include "engine/schema/text.h"
#include "engine/server/body.h"
#include "engine/server/managed_fields.h"
#include "engine/server/render.h"
#include "engine/server/table_output.h"
#include "engine/server/verbs/apply.h"
#include "engine/server/verbs/patch_text.h"
#include "engine/server/verbs/verbs.h"
#include "engine/server/write.h"

namespace armillary::server {
namespace {

using autoscalingv1::Scale;

/// What a Scale shows and sets of any of the kinds that have one.
struct ScaledParts {
    std::optional<std::int32_t>* replicas = nullptr;
    std::int32_t current = 0;
    std::string selector;
};

std::string selectorText(const schema::Ptr<metav1::LabelSelector>& selector) {
    if (!selector) return {};
    const auto parsed = LabelSelector::from(*selector);
    return parsed ? parsed->text() : std::string();
}

template <class Workload>
ScaledParts partsOf(Workload& workload) {
    return {&workload.spec.replicas, workload.status.replicas, selectorText(workload.spec.selector)};
}

ScaledParts scaledParts(const schema::TypeInfo& type, void* object) {
    if (&type == &schema::typeInfo<appsv1::Deployment>()) return partsOf(*static_cast<appsv1::Deployment*>(object));
    if (&type == &schema::typeInfo<appsv1::ReplicaSet>()) return partsOf(*static_cast<appsv1::ReplicaSet*>(object));
    if (&type == &schema::typeInfo<appsv1::StatefulSet>()) return partsOf(*static_cast<appsv1::StatefulSet*>(object));
    auto& controller = *static_cast<corev1::ReplicationController*>(object);
    return {&controller.spec.replicas, controller.status.replicas,
            LabelSelector::fromMap(controller.spec.selector).text()};
}

/// The numbers of a custom object lie where its definition says. 500 where it has none, as upstream.
Result<void> readCustomScale(const resources::custom::Version& version, const Value& value, Scale& scale) {
    const auto numbers = resources::custom::scaleNumbers(*version.scale, value.as<schema::CustomObject>());
    if (!numbers.replicas)
        return refuse(status::internalError("the spec replicas field " + schema::quoted(version.scale->specReplicas) +
                                            " does not exist"));
    scale.spec.replicas = static_cast<std::int32_t>(*numbers.replicas);
    scale.status.replicas = static_cast<std::int32_t>(numbers.current);
    scale.status.selector = numbers.selector;
    return {};
}

/// `object` is of the resource's type.
void setReplicas(const Resource& resource, void* object, std::int32_t replicas) {
    if (const auto* version = resources::custom::versionOf(resource))
        resources::custom::setReplicas(*version->scale, *static_cast<schema::CustomObject*>(object), replicas);
    else
        *scaledParts(*resource.type, object).replicas = replicas;
}

Result<Scale> scaleOf(const Resource& resource, Value& value) {
    const metav1::ObjectMeta& meta = resources::metaOf(resource, value.get());
    Scale scale;
    scale.apiVersion = "autoscaling/v1";
    scale.kind = "Scale";
    scale.metadata.name = meta.name;
    scale.metadata.namespace_ = meta.namespace_;
    scale.metadata.uid = meta.uid;
    scale.metadata.resourceVersion = meta.resourceVersion;
    scale.metadata.creationTimestamp = meta.creationTimestamp;
    if (const auto* version = resources::custom::versionOf(resource)) {
        if (auto read = readCustomScale(*version, value, scale); !read) return refuse(read.error());
        return scale;
    }
    const ScaledParts parts = scaledParts(value.type(), value.get());
    scale.spec.replicas = parts.replicas->value_or(0);
    scale.status.replicas = parts.current;
    scale.status.selector = parts.selector;
    return scale;
}

Result<void> checkScale(const Scale& scale, const std::string& name) {
    if (!scale.metadata.name.empty() && scale.metadata.name != name)
        return refuse(status::badRequest("the name of the object (" + scale.metadata.name +
                                         ") does not match the name on the URL (" + name + ")"));
    if (scale.spec.replicas < 0)
        return refuse(status::invalid("Scale.autoscaling", name,
                                      {field::invalidRaw("spec.replicas", std::to_string(scale.spec.replicas),
                                                         "must be greater than or equal to 0")}));
    return {};
}

/// Source: pkg/printers/internalversion, printScale.
Handled respondTable(const Call& call, const Scale& scale) {
    using namespace resources::cells;
    static constexpr resources::Column kColumns[] = {
        kName,
        {"Desired", "integer", "", "replicas is the desired number of instances for the scaled object.", 0},
        {"Available", "integer", "", "replicas is the actual number of observed instances of the scaled object.", 0},
        kAge};
    auto rowObject = rowObjectOf(call.request.parameter("includeObject"));
    if (!rowObject) return refuse(rowObject.error());
    const TableStyle style{call.media.metaVersion, *rowObject, call.core.nowSeconds()};
    const resources::Cells cells = {text(scale.metadata.name), number(scale.spec.replicas),
                                    number(scale.status.replicas), age(scale.metadata, {style.nowSeconds})};
    metav1::ListMeta head;
    head.resourceVersion = scale.metadata.resourceVersion;
    return Response{.body = tableDocument(style.metaVersion, schema::toJson(head), tableColumns(kColumns),
                                          tableRow(cells, schema::toJson(scale), style))};
}

Handled respondScale(const Call& call, Value value) {
    const auto scale = scaleOf(call.resource(), value);
    if (!scale) return refuse(scale.error());
    if (call.media.form == Form::Table) return respondTable(call, *scale);
    return respondValue(call.media, 200, schema::typeInfo<Scale>(), &*scale);
}

Expected scaleExpected() {
    return {schema::typeInfo<Scale>(), "autoscaling/v1", "Scale"};
}

constexpr std::array<std::string_view, 2> kReplicas = {"f:spec", "f:replicas"};

/// A workload's entries as those of its scale: who owns spec.replicas. And back, for whoever applied to the scale.
/// Source: k8s.io/apimachinery/pkg/util/managedfields, ScaleHandler.
apply::ManagedFields scaleEntries(const apply::ManagedFields& parent) {
    apply::ManagedFields scale;
    apply::FieldSet replicas;
    replicas.insert(kReplicas);
    for (const apply::ManagedEntry& entry : parent.entries()) {
        if (!entry.fields().has(kReplicas)) continue;
        apply::Owner owner = entry.owner();
        owner.apiVersion = "autoscaling/v1";
        scale.entries().emplace_back(std::move(owner), entry.time(), replicas);
    }
    return scale;
}

void takeOver(apply::ManagedFields& parent, apply::ManagedFields scale, const std::string& apiVersion) {
    apply::FieldSet replicas;
    replicas.insert(kReplicas);
    for (apply::ManagedEntry& entry : scale.entries()) entry.setApiVersion(apiVersion);
    std::erase_if(parent.entries(), [&](apply::ManagedEntry& entry) {
        if (!entry.fields().has(kReplicas) || scale.find(entry.owner())) return false;
        entry.setFields(entry.fields().without(replicas));
        return entry.fields().empty();
    });
    for (apply::ManagedEntry& entry : scale.entries()) {
        if (!entry.fields().has(kReplicas)) continue;
        if (apply::ManagedEntry* own = parent.find(entry.owner()))
            own->setTime(entry.time());
        else
            parent.entries().emplace_back(entry.owner(), entry.time(), replicas);
    }
}

struct ScaleWrite {
    bool dryRun = false, again = true;
    FieldWriter writer;
};

/// Updates the workload to what `change` makes of its scale. An applier's change also gets the workload's entries.
Handled write(Call& call, const ScaleWrite& how,
              const std::function<Result<Scale>(const Scale&, metav1::ObjectMeta& workload)>& change) {
    const Resource& resource = call.resource();
    // Who is asked about the change sees a Scale.
    const AdmissionView view{
        .group = "autoscaling",
        .version = "v1",
        .kind = "Scale",
        .show =
            [&resource](const void* object) {
                Value value = Value::copyOf(*resource.type, object);
                Value shown(schema::typeInfo<Scale>());
                shown.as<Scale>() = scaleOf(resource, value).value_or(Scale());
                return shown;
            },
        .take = [&resource](void* object,
                            const Value& shown) { setReplicas(resource, object, shown.as<Scale>().spec.replicas); }};
    auto written = updateStored(call.core, call.user,
                                {.resource = resource,
                                 .namespace_ = call.route.namespace_,
                                 .name = call.route.name,
                                 .subresource = "scale",
                                 .dryRun = how.dryRun,
                                 .again = how.again,
                                 .writer = how.writer,
                                 .change = [&](const Value* current) -> Result<Value> {
                                     Value next = current->clone();
                                     metav1::ObjectMeta& meta = resources::metaOf(call.resource(), next.get());
                                     const auto now = scaleOf(call.resource(), next);
                                     if (!now) return refuse(now.error());
                                     auto scale = change(*now, meta);
                                     if (!scale) return refuse(scale.error());
                                     if (auto valid = checkScale(*scale, call.route.name); !valid)
                                         return refuse(valid.error());
                                     meta.resourceVersion = scale->metadata.resourceVersion;
                                     if (!scale->metadata.uid.empty()) meta.uid = scale->metadata.uid;
                                     setReplicas(call.resource(), next.get(), scale->spec.replicas);
                                     return next;
                                 },
                                 .notes = call.notes(),
                                 .view = &view});
    if (!written) return refuse(written.error());
    Value value(*call.resource().type);
    if (auto done = schema::decodeJson(value.type(), value.get(), written->json); !done)
        return refuse(status::internalError(done.error().text()));
    return respondScale(call, std::move(value));
}

Result<Scale> applied(const Call& call, const Configuration& configuration, const Scale& current,
                      metav1::ObjectMeta& workload) {
    auto parent = apply::ManagedFields::ofStored(workload.managedFields);
    apply::ManagedFields managed = scaleEntries(parent);
    auto merged = apply::applyConfiguration(managed, {.schema = apply::schemaOf(schema::typeInfo<Scale>()),
                                                      .live = schema::toJson(current),
                                                      .empty = schema::toJson(Scale()),
                                                      .config = configuration.json,
                                                      .owner = {configuration.manager, "autoscaling/v1", "scale", true},
                                                      .kind = "Scale",
                                                      .force = configuration.force,
                                                      .now = schema::Time(call.core.clock.now())});
    if (!merged) return refuse(merged.error());
    auto decoded = decodeObject(scaleExpected(), *merged);
    if (!decoded) return refuse(status::badRequest(decoded.error()));
    takeOver(parent, std::move(managed), call.resource().apiVersion());
    workload.managedFields = parent.write();
    return decoded->value.as<Scale>();
}

}  // namespace

Handled getScale(Call& call) {
    const auto object = existingObject(call.core.cache, call.resource(), call.route.namespace_, call.route.name);
    if (!object) return refuse(object.error());
    return respondScale(call, valueOf(call.resource(), **object));
}

Handled updateScale(Call& call) {
    auto dryRun = dryRunOf(call, "UpdateOptions");
    if (!dryRun) return refuse(dryRun.error());
    auto manager = fieldManagerOf(call, "UpdateOptions");
    if (!manager) return refuse(manager.error());
    auto body = decodeBody(call, scaleExpected());
    if (!body) return refuse(body.error());
    const Scale& wanted = body->as<Scale>();
    return write(call, {*dryRun, wanted.metadata.resourceVersion.empty(), {std::move(*manager)}},
                 [&](const Scale&, metav1::ObjectMeta&) { return Result<Scale>(wanted); });
}

Handled patchScale(Call& call) {
    auto dryRun = dryRunOf(call, "PatchOptions");
    if (!dryRun) return refuse(dryRun.error());
    if (isApply(call.request)) {
        auto configuration = configurationOf(call);
        if (!configuration) return refuse(configuration.error());
        return write(call, {*dryRun, true, {configuration->manager, true}},
                     [&](const Scale& current, metav1::ObjectMeta& workload) {
                         return applied(call, *configuration, current, workload);
                     });
    }
    auto patch = PatchText::read(call.request);
    if (!patch) return refuse(patch.error());
    auto manager = plainPatchManager(call);
    if (!manager) return refuse(manager.error());
    return write(
        call, {*dryRun, true, {std::move(*manager)}}, [&](const Scale& current, metav1::ObjectMeta&) -> Result<Scale> {
            auto json = patch->apply(schema::typeInfo<Scale>(), schema::toJson(current));
            if (!json) return refuse(json.error());
            auto decoded = decodeObject(scaleExpected(), *json);
            if (!decoded)
                return refuse(status::invalid("", "", {field::invalid("patch", patch->text(), decoded.error())}));
            return decoded->value.as<Scale>();
        });
}

}  // namespace armillary::server
