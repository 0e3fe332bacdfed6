#include <algorithm>
#include <array>

#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/server/write.h"

namespace armillary::server {
namespace {

constexpr int kAttempts = 10;
constexpr std::string_view kForeground = "foregroundDeletion";
constexpr std::string_view kOrphan = "orphan";
constexpr std::string_view kInstances = "customresourcecleanup.apiextensions.k8s.io";

using apiextensionsv1::CustomResourceDefinition;

bool hasFinalizer(const metav1::ObjectMeta& meta, std::string_view name) {
    return std::ranges::find(meta.finalizers, name) != meta.finalizers.end();
}

void setFinalizer(metav1::ObjectMeta& meta, std::string_view name, bool wanted) {
    if (wanted == hasFinalizer(meta, name)) return;
    if (wanted)
        meta.finalizers.emplace_back(name);
    else
        std::erase(meta.finalizers, name);
}

/// The kinds whose dependents stay behind where a delete says nothing, for compatibility with their first clients.
/// Source: DefaultGarbageCollectionPolicy in upstream's registry strategies.
constexpr std::array<std::string_view, 2> kOrphanedByDefault = {"/replicationcontrollers", "batch/jobs"};

/// The garbage collector's finalizers as the options ask for them; without a word they stay as they are, and where
/// there are none the kind decides.
/// Source: k8s.io/apiserver/pkg/registry/generic/registry, deletionFinalizersForGarbageCollection.
void applyPropagation(const Resource& resource, metav1::ObjectMeta& meta, const metav1::DeleteOptions& options) {
    bool orphan = hasFinalizer(meta, kOrphan), foreground = hasFinalizer(meta, kForeground);
    if (options.orphanDependents) {
        orphan = *options.orphanDependents;
        foreground = false;
    } else if (options.propagationPolicy) {
        orphan = *options.propagationPolicy == "Orphan";
        foreground = *options.propagationPolicy == "Foreground";
    } else if (!orphan && !foreground) {
        orphan = std::ranges::find(kOrphanedByDefault, resource.cacheKey()) != kOrphanedByDefault.end();
    }
    setFinalizer(meta, kOrphan, orphan);
    setFinalizer(meta, kForeground, foreground);
}

/// One attempt at a delete.
class Attempt {
public:
    Attempt(Core& core, const User& user, const DeleteRequest& request, ObjectRef stored)
        : m_core(core),
          m_user(user),
          m_request(request),
          m_resource(request.resource),
          m_stored(std::move(stored)),
          m_old(valueOf(m_resource, *m_stored)),
          m_next(m_old.clone()),
          m_now(core.clock.now()) {}

    Result<Deletion> run() {
        if (auto met = checkPreconditions(); !met) return refuse(met.error());
        AdmissionCall admission{.operation = Operation::Delete,
                                .user = m_user,
                                .resource = m_resource,
                                .namespace_ = m_request.namespace_,
                                .name = m_request.name,
                                .old = m_old.get(),
                                .dryRun = !m_request.options.dryRun.empty(),
                                .notes = m_request.notes};
        if (!m_request.admitted) {
            admission.options = optionsJson();
            if (auto admitted = admit(m_core, std::move(admission)); !admitted) return refuse(admitted.error());
        }
        if (&m_next.type() == &schema::typeInfo<corev1::Namespace>()) return deleteNamespace();
        return deleteOrdinary();
    }

    bool lostRace() const { return m_lostRace; }

private:
    metav1::ObjectMeta& meta() { return resources::metaOf(m_resource, m_next.get()); }

    std::string optionsJson() const {
        metav1::DeleteOptions options = m_request.options;
        options.apiVersion = "meta.k8s.io/v1";
        options.kind = "DeleteOptions";
        return schema::toJson(options);
    }

    Result<void> checkPreconditions() const {
        if (!m_request.options.preconditions) return {};
        const metav1::Preconditions& wanted = *m_request.options.preconditions;
        if (wanted.uid && *wanted.uid != m_stored->uid())
            return refuse(status::conflict(m_resource.qualified(), m_request.name,
                                           "the UID in the precondition (" + *wanted.uid +
                                               ") does not match the UID in record (" + m_stored->uid() +
                                               "). The object might have been deleted and then recreated"));
        const std::string version = std::to_string(m_stored->revision());
        if (wanted.resourceVersion && *wanted.resourceVersion != version)
            return refuse(status::conflict(m_resource.qualified(), m_request.name,
                                           "the ResourceVersion in the precondition (" + *wanted.resourceVersion +
                                               ") does not match the ResourceVersion in record (" + version +
                                               "). The object might have been modified"));
        return {};
    }

    /// A namespace goes when its content has gone: the namespace controller takes spec.finalizers away.
    Result<Deletion> deleteNamespace() {
        auto& namespace_ = m_next.as<corev1::Namespace>();
        applyPropagation(m_resource, meta(), m_request.options);
        if (!meta().deletionTimestamp) meta().deletionTimestamp = schema::Time(m_now);
        namespace_.status.phase = corev1::kNamespaceTerminating;
        if (namespace_.spec.finalizers.empty() && meta().finalizers.empty()) return remove();
        return update();
    }

    /// Source: k8s.io/apiserver/pkg/registry/rest, BeforeDelete.
    Result<Deletion> deleteOrdinary() {
        const bool graceful = m_resource.rules->deletesGracefully(m_next.get());
        std::int64_t grace = graceful ? m_resource.rules->defaultGraceSeconds(m_next.get()) : 0;
        if (graceful && m_request.options.gracePeriodSeconds) grace = *m_request.options.gracePeriodSeconds;
        if (grace < 0) grace = 1;
        if (meta().deletionTimestamp && graceful && meta().deletionGracePeriodSeconds) {
            const std::int64_t before = *meta().deletionGracePeriodSeconds;
            // A pending deletion may only be made shorter.
            if (!m_request.options.gracePeriodSeconds || (grace >= before && before > 0)) return pending();
            meta().deletionTimestamp = schema::Time(meta().deletionTimestamp->seconds - before + grace);
            meta().deletionGracePeriodSeconds = grace;
        } else {
            applyPropagation(m_resource, meta(), m_request.options);
            if (&m_next.type() == &schema::typeInfo<CustomResourceDefinition>() && !meta().deletionTimestamp)
                awaitInstances(m_next.as<CustomResourceDefinition>());
            markDeleting(grace);
        }
        if (grace > 0 || !meta().finalizers.empty()) return update();
        return remove();
    }

    /// A definition goes when its objects have gone; the finalizer of definitions sees to that.
    /// Source: k8s.io/apiextensions-apiserver/pkg/registry/customresourcedefinition, Delete.
    void awaitInstances(CustomResourceDefinition& definition) {
        setFinalizer(definition.metadata, kInstances, true);
        apiextensionsv1::CustomResourceDefinitionCondition condition;
        condition.type = apiextensionsv1::kTerminating;
        condition.status = apiextensionsv1::kConditionTrue;
        condition.lastTransitionTime = schema::Time(m_now);
        condition.reason = "InstanceDeletionPending";
        condition.message = "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon";
        std::erase_if(definition.status.conditions, [&](const auto& known) { return known.type == condition.type; });
        definition.status.conditions.push_back(std::move(condition));
    }

    void markDeleting(std::int64_t grace) {
        if (!meta().deletionTimestamp && meta().generation > 0) ++meta().generation;
        const schema::Time until(m_now + std::chrono::seconds(grace));
        if (!meta().deletionTimestamp || until < *meta().deletionTimestamp) meta().deletionTimestamp = until;
        meta().deletionGracePeriodSeconds = grace;
    }

    Result<Deletion> pending() { return Deletion{jsonOf(m_resource, *m_stored), m_stored->uid(), false}; }

    Result<Deletion> deletion(const std::string& bytes, Revision at, bool gone) const {
        auto json = jsonOfStored(m_resource, bytes, at);
        if (!json) return refuse(json.error());
        return Deletion{std::move(*json), m_stored->uid(), gone};
    }

    Result<Deletion> update() {
        const auto bytes = storedForm(m_resource, m_next);
        if (!bytes) return refuse(bytes.error());
        const Revision seen = m_stored->revision();
        if (!m_request.options.dryRun.empty() || isStored(m_core.cache, m_resource, *bytes, *m_stored))
            return deletion(*bytes, seen, false);
        auto revision = m_core.store.update(key(), *bytes, seen);
        if (!revision) return failed(revision.error());
        return deletion(*bytes, *revision, false);
    }

    Result<Deletion> remove() {
        const auto bytes = storedForm(m_resource, m_next);
        if (!bytes) return refuse(bytes.error());
        auto last = deletion(*bytes, m_stored->revision(), true);
        if (!last || !m_request.options.dryRun.empty()) return last;
        auto revision = m_core.store.remove(key(), m_stored->revision());
        if (!revision) return failed(revision.error());
        if (&m_old.type() == &schema::typeInfo<corev1::Service>())
            m_core.allocator->release(m_old.as<corev1::Service>());
        return last;
    }

    std::string key() const { return keyOf(m_resource, m_stored->namespace_(), m_request.name); }

    Result<Deletion> failed(const store::Error& error) {
        m_lostRace = error.code == store::ErrorCode::RevisionMismatch;
        return refuse(writeError(m_resource, m_request.name, error));
    }

    Core& m_core;
    const User& m_user;
    const DeleteRequest& m_request;
    const Resource& m_resource;
    ObjectRef m_stored;
    Value m_old, m_next;
    async::SystemTime m_now;
    bool m_lostRace = false;
};

}  // namespace

Result<Deletion> deleteStored(Core& core, const User& user, const DeleteRequest& request) {
    for (int attempt = 1;; ++attempt) {
        auto stored = existingObject(core.cache, request.resource, request.namespace_, request.name);
        if (!stored) return refuse(stored.error());
        Attempt once(core, user, request, std::move(*stored));
        auto deletion = once.run();
        if (deletion || !once.lostRace() || attempt == kAttempts) return deletion;
    }
}

}  // namespace armillary::server
