#include "engine/plan/change.h"

#include <algorithm>
#include <memory>
#include <set>

#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/autoscalingv2.h"
#include "engine/schema/api/batchv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/json_codec.h"

namespace armillary::plan {

namespace {

using resources::Resource;

/// A value of a row's type.
class Kept {
public:
    explicit Kept(const Resource& row) : m_row(&row), m_value(row.type->create(), row.type->destroy) {}

    static std::optional<Kept> of(const ObjectRef& object) {
        const Resource* row = object ? rowOf(*object) : nullptr;
        if (!row) return std::nullopt;
        Kept kept(*row);
        if (!schema::decodeJson(*row->type, kept.get(), object->json())) return std::nullopt;
        row->rules->setDefaults(kept.get());
        return kept;
    }
    const Resource& row() const { return *m_row; }
    void* get() const { return m_value.get(); }
    template <schema::ApiStruct T>
    T* as() const {
        return m_row->type == &schema::typeInfo<T>() ? static_cast<T*>(get()) : nullptr;
    }
    /// As the version that it is stored as.
    Kept stored() && {
        if (!m_row->storedAs) return std::move(*this);
        Kept stored(*m_row->storedAs);
        m_row->toStored(get(), stored.get());
        auto& type = *static_cast<metav1::TypeMeta*>(typeOf(stored));
        type.apiVersion = stored.m_row->apiVersion();
        type.kind = stored.m_row->kind;
        return stored;
    }
    ObjectRef object() const {
        std::string json;
        schema::encodeJson(*m_row->type, get(), json);
        auto parsed = Object::parse(std::move(json));
        return parsed ? std::move(*parsed) : nullptr;
    }

private:
    static void* typeOf(const Kept& kept) {
        for (const auto& base : kept.m_row->type->inlines)
            if (base.type == &schema::typeInfo<metav1::TypeMeta>()) return base.upcast(kept.get());
        return nullptr;
    }

    const Resource* m_row;
    std::unique_ptr<void, void (*)(void*)> m_value;
};

/// A job's selector and the labels that go with it are made by the server.
void keepGenerated(batchv1::Job& job, const batchv1::Job& old) {
    if (job.spec.manualSelector.value_or(false)) return;
    if (!job.spec.selector) job.spec.selector = old.spec.selector;
    for (const auto* label :
         {"controller-uid", "job-name", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name"})
        for (auto [labels, before] :
             {std::pair(&job.spec.template_.metadata.labels, &old.spec.template_.metadata.labels),
              std::pair(&job.metadata.labels, &old.metadata.labels)})
            if (const auto found = before->find(label); found != before->end())
                labels->try_emplace(label, found->second);
}

void keepBound(corev1::PersistentVolumeClaim& claim, const corev1::PersistentVolumeClaim& old) {
    if (claim.spec.volumeName.empty()) claim.spec.volumeName = old.spec.volumeName;
    if (!claim.spec.storageClassName) claim.spec.storageClassName = old.spec.storageClassName;
}

/// What the server and the scheduler have added to a pod on its way.
void keepPlaced(corev1::Pod& pod, const corev1::Pod& old) {
    auto& spec = pod.spec;
    if (spec.nodeName.empty()) spec.nodeName = old.spec.nodeName;
    if (spec.serviceAccountName.empty()) spec.serviceAccountName = old.spec.serviceAccountName;
    if (spec.serviceAccount.empty()) spec.serviceAccount = old.spec.serviceAccount;
    if (!spec.priority) spec.priority = old.spec.priority;
    if (!spec.preemptionPolicy) spec.preemptionPolicy = old.spec.preemptionPolicy;
    for (const auto& toleration : old.spec.tolerations)
        if (!std::ranges::contains(spec.tolerations, toleration)) spec.tolerations.push_back(toleration);
    const auto isToken = [](const auto& each) { return each.name.starts_with("kube-api-access-"); };
    for (const auto& volume : old.spec.volumes)
        if (isToken(volume) && std::ranges::none_of(spec.volumes, isToken)) spec.volumes.push_back(volume);
    for (auto& container : spec.containers)
        for (const auto& before : old.spec.containers)
            for (const auto& mount : before.volumeMounts)
                if (before.name == container.name && isToken(mount) &&
                    std::ranges::none_of(container.volumeMounts, isToken))
                    container.volumeMounts.push_back(mount);
}

void keepAssigned(const Kept& now, const Kept& old) {
    now.row().rules->prepareForUpdate(now.get(), old.get());
    if (auto* job = now.as<batchv1::Job>()) keepGenerated(*job, *old.as<batchv1::Job>());
    if (auto* claim = now.as<corev1::PersistentVolumeClaim>())
        keepBound(*claim, *old.as<corev1::PersistentVolumeClaim>());
    if (auto* pod = now.as<corev1::Pod>()) keepPlaced(*pod, *old.as<corev1::Pod>());
    auto* service = now.as<corev1::Service>();
    if (!service) return;
    const auto& before = old.as<corev1::Service>()->spec;
    if (service->spec.ipFamilies.empty()) service->spec.ipFamilies = before.ipFamilies;
    if (!service->spec.ipFamilyPolicy) service->spec.ipFamilyPolicy = before.ipFamilyPolicy;
}

/// The part of a path behind `path`, if it is that place or one below it.
bool isAt(std::string_view place, std::string_view path) {
    if (!place.starts_with(path)) return false;
    return place.size() == path.size() || path.empty() || place[path.size()] == '.' || place[path.size()] == '[';
}

bool madeByWorkload(const Object& object) {
    for (const auto& owner : object.meta().ownerReferences)
        for (const auto& kind : relations::workloadKinds())
            if (owner.controller.value_or(false) && owner.kind == kind.name &&
                owner.apiVersion.starts_with(kind.group.empty() ? "v1" : kind.group + "/"))
                return true;
    return false;
}

}  // namespace

const Resource* rowOf(const Object& object) {
    const std::string_view version = object.apiVersion();
    const auto slash = version.find('/');
    const bool core = slash == std::string_view::npos;
    return resources::Table::builtIn().findKind(core ? std::string_view() : version.substr(0, slash),
                                                core ? version : version.substr(slash + 1), object.kind());
}

States asKept(const ObjectRef& before, const ObjectRef& after) {
    auto old = Kept::of(before), now = Kept::of(after);
    if (old && now) {
        if (&old->row() != &now->row()) {
            old = std::move(*old).stored();
            now = std::move(*now).stored();
        }
        if (&old->row() == &now->row()) keepAssigned(*now, *old);
    }
    const auto objectOf = [](const std::optional<Kept>& kept, const ObjectRef& written) {
        const ObjectRef object = kept ? kept->object() : nullptr;
        return object ? object : written;
    };
    return {objectOf(old, before), objectOf(now, after)};
}

Change changeBetween(const ObjectRef& before, const ObjectRef& after, Surroundings& around) {
    States states = asKept(before, after);
    std::vector<FieldDifference> fields;
    if (before && after) fields = differencesOf(states);
    return {.before = std::move(states.before),
            .after = std::move(states.after),
            .kind = relations::kindOf(after ? *after : *before),
            .differences = std::move(fields),
            .was = around.was(),
            .world = around.planned(),
            .around = around};
}

std::vector<std::string> Change::changedAt(std::string_view path) const {
    std::vector<std::string> paths;
    for (const FieldDifference& each : differences)
        if (isAt(each.path, path)) paths.push_back(each.path);
    return paths;
}

std::string titleOf(const Object& object) {
    for (const auto& owner : object.meta().ownerReferences)
        if (object.kind() == "Pod" && owner.controller.value_or(false) && !madeByWorkload(object))
            return owner.kind + " " + owner.name;
    return object.kind() + " " + object.name();
}

std::vector<ObjectRef> workloadsIn(const relations::World& world, std::string_view namespace_) {
    std::vector<ObjectRef> all;
    for (const relations::Kind& kind : relations::workloadKinds())
        for (ObjectRef& object : world.list(kind, namespace_))
            if (!madeByWorkload(*object)) all.push_back(std::move(object));
    return all;
}

std::vector<std::string> titlesOf(const std::vector<ObjectRef>& objects) {
    std::vector<std::string> titles;
    for (const ObjectRef& object : objects)
        if (std::string title = titleOf(*object); !std::ranges::contains(titles, title))
            titles.push_back(std::move(title));
    return titles;
}

Pods podsOf(const ObjectRef& object) {
    const auto of = [](const corev1::PodTemplateSpec& made) { return Pods{&made.metadata, &made.spec}; };
    if (const auto* it = typed<corev1::Pod>(object)) return {&it->metadata, &it->spec};
    if (const auto* it = typed<appsv1::Deployment>(object)) return of(it->spec.template_);
    if (const auto* it = typed<appsv1::StatefulSet>(object)) return of(it->spec.template_);
    if (const auto* it = typed<appsv1::DaemonSet>(object)) return of(it->spec.template_);
    if (const auto* it = typed<appsv1::ReplicaSet>(object)) return of(it->spec.template_);
    if (const auto* it = typed<batchv1::Job>(object)) return of(it->spec.template_);
    if (const auto* it = typed<batchv1::CronJob>(object)) return of(it->spec.jobTemplate.spec.template_);
    const auto* it = typed<corev1::ReplicationController>(object);
    return it && it->spec.template_ ? of(*it->spec.template_) : Pods();
}

std::int64_t replicasOf(const ObjectRef& object) {
    if (const auto* it = typed<appsv1::Deployment>(object)) return it->spec.replicas.value_or(1);
    if (const auto* it = typed<appsv1::StatefulSet>(object)) return it->spec.replicas.value_or(1);
    if (const auto* it = typed<appsv1::ReplicaSet>(object)) return it->spec.replicas.value_or(1);
    if (const auto* it = typed<corev1::ReplicationController>(object)) return it->spec.replicas.value_or(1);
    if (const auto* it = typed<appsv1::DaemonSet>(object)) return it->status.desiredNumberScheduled;
    if (const auto* it = typed<batchv1::Job>(object))
        return it->spec.suspend.value_or(false) ? 0 : it->spec.parallelism.value_or(1);
    return typed<corev1::Pod>(object) ? 1 : 0;
}

std::vector<ObjectRef> autoscalersOf(const Object& workload, const relations::World& world) {
    std::vector<ObjectRef> found;
    for (ObjectRef& each : world.list({"autoscaling", "HorizontalPodAutoscaler"}, workload.namespace_())) {
        const auto edges = relations::namedReferences(each);
        const bool scales = std::ranges::any_of(edges, [&](const relations::Edge& edge) {
            return edge.relation == relations::relation::kScales && edge.to == relations::idOf(workload);
        });
        if (scales) found.push_back(std::move(each));
    }
    return found;
}

}  // namespace armillary::plan
