#include <algorithm>
#include <array>

#include "engine/resources/custom/definition.h"
#include "engine/schema/api/corev1.h"
#include "engine/server/write.h"

namespace armillary::server {
namespace {

/// A write that loses against others is tried so often, if it is not bound to a version.
constexpr int kAttempts = 10;

/// The kinds that an update may create. Source: AllowCreateOnUpdate in upstream's registry strategies.
constexpr std::array<std::string_view, 11> kCreatedOnUpdate = {"/endpoints",
                                                               "/events",
                                                               "/limitranges",
                                                               "/podtemplates",
                                                               "/resourcequotas",
                                                               "/services",
                                                               "coordination.k8s.io/leases",
                                                               "rbac.authorization.k8s.io/clusterrolebindings",
                                                               "rbac.authorization.k8s.io/clusterroles",
                                                               "rbac.authorization.k8s.io/rolebindings",
                                                               "rbac.authorization.k8s.io/roles"};

/// The kinds whose update must name a resourceVersion. Source: AllowUnconditionalUpdate, likewise.
constexpr std::array<std::string_view, 12> kConditionalOnly = {
    "admissionregistration.k8s.io/mutatingwebhookconfigurations",
    "admissionregistration.k8s.io/validatingadmissionpolicies",
    "admissionregistration.k8s.io/validatingadmissionpolicybindings",
    "admissionregistration.k8s.io/validatingwebhookconfigurations",
    "apiextensions.k8s.io/customresourcedefinitions",
    "apiregistration.k8s.io/apiservices",
    "coordination.k8s.io/leases",
    "node.k8s.io/runtimeclasses",
    "policy/poddisruptionbudgets",
    "storage.k8s.io/csidrivers",
    "storage.k8s.io/csinodes",
    "storage.k8s.io/volumeattachments"};

template <std::size_t N>
bool listed(const std::array<std::string_view, N>& keys, const Resource& resource) {
    return std::ranges::find(keys, resource.cacheKey()) != keys.end();
}

/// Checks what identifies the object, and that the write is based on its latest version where it says on which.
Result<void> checkIdentity(const UpdateRequest& request, const metav1::ObjectMeta& next, const Object& stored) {
    const Resource& resource = request.resource;
    if (!next.uid.empty() && next.uid != stored.uid())
        return refuse(status::conflict(
            resource.qualified(), request.name,
            "Precondition failed: UID in precondition: " + next.uid + ", UID in object meta: " + stored.uid()));
    if (next.resourceVersion.empty() || next.resourceVersion == "0") {
        const bool isConditional = resources::custom::versionOf(resource) || listed(kConditionalOnly, resource);
        if (!request.subresource.empty() || !isConditional) return {};
        return refuse(
            status::invalid(resource.qualifiedKind(), request.name,
                            {field::invalidRaw("metadata.resourceVersion", "0x0", "must be specified for an update")}));
    }
    if (next.resourceVersion != std::to_string(stored.revision()))
        return refuse(status::modified(resource.qualified(), request.name));
    return {};
}

/// What only the server sets is taken over from the stored object.
void keepSystemFields(metav1::ObjectMeta& next, const metav1::ObjectMeta& old) {
    next.uid = old.uid;
    if (!next.creationTimestamp.isSet()) next.creationTimestamp = old.creationTimestamp;
    if (!next.deletionTimestamp) next.deletionTimestamp = old.deletionTimestamp;
    if (!next.deletionGracePeriodSeconds) next.deletionGracePeriodSeconds = old.deletionGracePeriodSeconds;
    next.generation = old.generation;
    next.selfLink.clear();
}

/// No finalizer holds what has been deleted: it goes with this update.
bool isReleased(const Value& object, const metav1::ObjectMeta& meta, const metav1::ObjectMeta& old) {
    if (!meta.finalizers.empty() || !old.deletionTimestamp) return false;
    if (old.deletionGracePeriodSeconds.value_or(0) != 0) return false;
    if (&object.type() == &schema::typeInfo<corev1::Namespace>())
        return object.as<corev1::Namespace>().spec.finalizers.empty();
    return true;
}

/// One attempt at an update of `stored`.
class Attempt {
public:
    Attempt(Core& core, const User& user, const UpdateRequest& request, ObjectRef stored)
        : m_core(core),
          m_user(user),
          m_request(request),
          m_resource(request.resource),
          m_stored(std::move(stored)),
          m_old(valueOf(m_resource, *m_stored)) {}

    Result<Written> run() {
        auto next = m_request.change(&m_old);
        if (!next) return refuse(next.error());
        m_next = std::move(*next);
        metav1::ObjectMeta& meta = resources::metaOf(m_resource, m_next.get());
        if (auto same = checkIdentity(m_request, meta, *m_stored); !same) return refuse(same.error());
        keepSystemFields(meta, resources::metaOf(m_resource, m_old.get()));
        meta.resourceVersion = std::to_string(m_stored->revision());
        if (auto ready = prepare(); !ready) return refuse(ready.error());
        return store();
    }

    /// Whether run() failed because somebody else wrote in between.
    bool lostRace() const { return m_lostRace; }

private:
    Result<void> prepare() {
        const bool ordinary = m_request.subresource.empty() || m_request.subresource == "scale";
        m_resource.rules->setDefaults(m_next.get());
        if (auto recorded = recordFields(); !recorded) return recorded;
        const std::string version = resources::metaOf(m_resource, m_next.get()).resourceVersion;
        AdmissionCall admission{.operation = Operation::Update,
                                .user = m_user,
                                .resource = m_resource,
                                .subresource = m_request.subresource,
                                .namespace_ = m_request.namespace_,
                                .name = m_request.name,
                                .object = m_next.get(),
                                .old = m_old.get(),
                                .dryRun = m_request.dryRun,
                                .holder = &m_next,
                                .view = m_request.view,
                                .notes = m_request.notes};
        if (auto admitted = m_request.admitted ? Result<void>() : admitMutating(m_core, admission); !admitted)
            return admitted;
        metav1::ObjectMeta& meta = resources::metaOf(m_resource, m_next.get());
        keepSystemFields(meta, resources::metaOf(m_resource, m_old.get()));
        meta.resourceVersion = version;
        if (m_request.subresource == "status") {
            m_next = withMemberOf(m_old, m_next, "status");
            m_resource.rules->prepareForStatusUpdate(m_next.get(), m_old.get());
            admission.object = m_next.get();
        } else if (ordinary) {
            m_resource.rules->prepareForUpdate(m_next.get(), m_old.get());
            countGeneration();
        }
        if (ordinary && &m_next.type() == &schema::typeInfo<corev1::Service>()) {
            auto reservation = m_core.allocator->allocate(m_next.as<corev1::Service>(), &m_old.as<corev1::Service>());
            if (!reservation) return refuse(reservation.error());
            m_reservation = std::move(*reservation);
        }
        if (FieldErrors errors = validate(ordinary); !errors.empty())
            return refuse(status::invalid(m_resource.qualifiedKind(), m_request.name, errors));
        if (m_request.subresource.empty()) warnOf(m_resource, m_next.get(), m_old.get(), m_request.notes);
        return m_request.admitted ? Result<void>() : admitValidating(m_core, admission);
    }

    void countGeneration() {
        if (!m_resource.hasGeneration) return;
        metav1::ObjectMeta& meta = resources::metaOf(m_resource, m_next.get());
        const metav1::ObjectMeta& old = resources::metaOf(m_resource, m_old.get());
        if (specDiffers(m_next, m_old) || m_resource.rules->bumpsGeneration(meta, old)) ++meta.generation;
    }

    Result<void> recordFields() {
        if (m_request.writer)
            return recordUpdate({m_core, m_resource, m_request.subresource, *m_request.writer, m_old}, m_next);
        resources::metaOf(m_resource, m_next.get()).managedFields =
            resources::metaOf(m_resource, m_old.get()).managedFields;
        return {};
    }

    Result<Written> written(const std::string& bytes, Revision at, bool released) const {
        auto json = jsonOfStored(m_resource, bytes, at);
        if (!json) return refuse(json.error());
        return Written{.json = std::move(*json), .deleted = released};
    }

    FieldErrors validate(bool ordinary) const {
        FieldErrors errors = resources::validateMetaUpdate(m_resource, resources::metaOf(m_resource, m_next.get()),
                                                           resources::metaOf(m_resource, m_old.get()));
        FieldErrors own;
        if (m_request.subresource == "status")
            own = m_resource.rules->validateStatusUpdate(m_next.get(), m_old.get());
        else if (m_request.subresource == "approval")
            own = m_resource.rules->validateApproval(m_next.get(), m_old.get());
        else if (ordinary)
            own = m_resource.rules->validateUpdate(m_next.get(), m_old.get());
        errors.insert(errors.end(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
        return errors;
    }

    Result<Written> store() {
        keepTimesOfNoChange(m_resource, m_old, m_next);
        const auto bytes = storedForm(m_resource, m_next);
        if (!bytes) return refuse(bytes.error());
        const std::string key = keyOf(m_resource, m_stored->namespace_(), m_request.name);
        const Revision seen = m_stored->revision();
        const metav1::ObjectMeta& meta = resources::metaOf(m_resource, m_next.get());
        const bool released = isReleased(m_next, meta, resources::metaOf(m_resource, m_old.get()));
        if (m_request.dryRun) return written(*bytes, seen, released);
        if (!released && isStored(m_core.cache, m_resource, *bytes, *m_stored))
            return written(*bytes, seen, false);  // nothing changed: no new revision
        auto revision = released ? m_core.store.remove(key, seen) : m_core.store.update(key, *bytes, seen);
        if (!revision) {
            m_lostRace = revision.error().code == store::ErrorCode::RevisionMismatch;
            return refuse(writeError(m_resource, m_request.name, revision.error()));
        }
        if (m_reservation) m_reservation->keep();
        if (released && &m_old.type() == &schema::typeInfo<corev1::Service>())
            m_core.allocator->release(m_old.as<corev1::Service>());
        return written(*bytes, *revision, released);
    }

    Core& m_core;
    const User& m_user;
    const UpdateRequest& m_request;
    const Resource& m_resource;
    ObjectRef m_stored;
    Value m_old, m_next;
    bool m_lostRace = false;
    std::unique_ptr<ServiceAllocator::Reservation> m_reservation;
};

Result<Written> createInstead(Core& core, const User& user, const UpdateRequest& request) {
    const Resource& resource = request.resource;
    if (!request.forceCreate && (!request.mayCreate || !listed(kCreatedOnUpdate, resource)))
        return refuse(status::notFound(resource.qualified(), request.name));
    Attributes attributes{.user = user,
                          .verb = "create",
                          .group = resource.group,
                          .version = resource.version,
                          .resource = resource.plural,
                          .namespace_ = request.namespace_,
                          .name = request.name};
    if (auto allowed = authorize(core, attributes); !allowed) return refuse(allowed.error());
    auto value = request.change(nullptr);
    if (!value) return refuse(value.error());
    metav1::ObjectMeta& meta = resources::metaOf(resource, value->get());
    if (!meta.uid.empty())
        return refuse(status::conflict(
            resource.qualified(), request.name,
            "uid mismatch: the provided object specified uid " + meta.uid + ", and no existing object was found"));
    meta.resourceVersion.clear();
    return createStored(
        core, user,
        {resource, request.namespace_, request.dryRun, request.writer.value_or(FieldWriter()), request.notes},
        std::move(*value));
}

}  // namespace

Result<Written> updateStored(Core& core, const User& user, const UpdateRequest& request) {
    for (int attempt = 1;; ++attempt) {
        auto stored = findObject(core.cache, request.resource, request.namespace_, request.name);
        if (!stored) return refuse(stored.error());
        if (!*stored) return createInstead(core, user, request);
        Attempt once(core, user, request, std::move(*stored));
        auto written = once.run();
        if (written || !once.lostRace() || !request.again || attempt == kAttempts) return written;
    }
}

}  // namespace armillary::server
