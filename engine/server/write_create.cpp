#include "engine/resources/custom/definition.h"
#include "engine/schema/api/certificatesv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/server/custom/custom_resources.h"
#include "engine/server/write.h"

namespace armillary::server {
namespace {

constexpr int kNameAttempts = 8;
constexpr std::size_t kMaxGeneratedBase = 58;  ///< so that base and suffix fit a label's 63

std::string generatedName(Core& core, std::string_view base) {
    return std::string(base.substr(0, kMaxGeneratedBase)) + core.identifiers.suffix();
}

/// The namespace of the path and that of the object are one. Source: k8s.io/apiserver/pkg/registry/rest, meta.go.
Result<void> matchNamespace(const Resource& resource, const std::string& wanted, metav1::ObjectMeta& meta) {
    if (!resource.namespaced) {
        meta.namespace_.clear();
        return {};
    }
    if (meta.namespace_.empty()) meta.namespace_ = wanted;
    if (meta.namespace_ == wanted) return {};
    return refuse(
        status::badRequest("the namespace of the provided object does not match the namespace sent on the request"));
}

void setSystemFields(Core& core, const Resource& resource, metav1::ObjectMeta& meta) {
    meta.uid = core.identifiers.uid();
    meta.creationTimestamp = schema::Time(core.clock.now());
    meta.deletionTimestamp.reset();
    meta.deletionGracePeriodSeconds.reset();
    meta.selfLink.clear();
    meta.generation = resource.hasGeneration ? 1 : 0;
}

/// A certificate request says who made it; the client has no say in that.
void setRequester(Value& object, const User& user) {
    if (&object.type() != &schema::typeInfo<certificatesv1::CertificateSigningRequest>()) return;
    auto& spec = object.as<certificatesv1::CertificateSigningRequest>().spec;
    spec.username = user.name;
    spec.uid = user.uid;
    spec.groups = user.groups;
    spec.extra.clear();
    for (const auto& [key, values] : user.extra) spec.extra[key].items = values;
}

FieldErrors validate(const Resource& resource, const Value& object) {
    FieldErrors errors = resources::validateMeta(resource, resources::metaOf(resource, object.get()));
    FieldErrors own = resource.rules->validate(object.get());
    errors.insert(errors.end(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
    return errors;
}

Result<std::unique_ptr<ServiceAllocator::Reservation>> reserve(Core& core, Value& object) {
    if (&object.type() != &schema::typeInfo<corev1::Service>()) return nullptr;
    return core.allocator->allocate(object.as<corev1::Service>(), nullptr);
}

/// What is done once, whatever name the object gets: those who change it see it without one that is to be made.
Result<void> admitNew(Core& core, const User& user, const CreateRequest& request, Value& object) {
    const Resource& resource = request.resource;
    resource.rules->setDefaults(object.get());
    if (auto recorded = recordCreate(core, resource, request.writer, object); !recorded) return recorded;
    AdmissionCall admission{.operation = Operation::Create,
                            .user = user,
                            .resource = resource,
                            .namespace_ = request.namespace_,
                            .name = resources::metaOf(resource, object.get()).name,
                            .object = object.get(),
                            .dryRun = request.dryRun,
                            .holder = &object,
                            .notes = request.notes};
    if (auto admitted = admitMutating(core, admission); !admitted) return refuse(admitted.error());
    metav1::ObjectMeta& meta = resources::metaOf(resource, object.get());
    if (auto matched = matchNamespace(resource, request.namespace_, meta); !matched) return matched;
    setSystemFields(core, resource, meta);
    setRequester(object, user);
    return {};
}

/// The object has its name by now, which labels and selectors may be made from.
Result<Written> store(Core& core, const User& user, const CreateRequest& request, Value object) {
    const Resource& resource = request.resource;
    resource.rules->prepareForCreate(object.get());
    const metav1::ObjectMeta& meta = resources::metaOf(resource, object.get());
    if (FieldErrors errors = validate(resource, object); !errors.empty())
        return refuse(status::invalid(resource.qualifiedKind(), meta.name, errors));
    warnOf(resource, object.get(), nullptr, request.notes);
    const AdmissionCall admission{.operation = Operation::Create,
                                  .user = user,
                                  .resource = resource,
                                  .namespace_ = request.namespace_,
                                  .name = meta.name,
                                  .object = object.get(),
                                  .dryRun = request.dryRun,
                                  .holder = &object,
                                  .notes = request.notes};
    if (auto admitted = admitValidating(core, admission); !admitted) return refuse(admitted.error());
    // A name that is taken needs no address.
    if (core.cache.get(resource.cacheKey(), meta.namespace_, meta.name))
        return refuse(status::alreadyExists(resource.qualified(), meta.name));
    auto reservation = reserve(core, object);
    if (!reservation) return refuse(reservation.error());

    const auto bytes = storedForm(resource, object);
    if (!bytes) return refuse(bytes.error());
    if (request.dryRun) return Written{.json = object.json(), .created = true};
    auto revision = core.store.create(keyOf(resource, meta.namespace_, meta.name), *bytes);
    if (!revision) return refuse(writeError(resource, meta.name, revision.error()));
    if (*reservation) (*reservation)->keep();
    auto json = jsonOfStored(resource, *bytes, *revision);
    if (!json) return refuse(json.error());
    return Written{.json = std::move(*json), .created = true};
}

}  // namespace

Result<Written> createStored(Core& core, const User& user, const CreateRequest& request, Value object) {
    const Resource& resource = request.resource;
    metav1::ObjectMeta& given = resources::metaOf(resource, object.get());
    if (resources::custom::versionOf(resource) && core.custom->isTerminating(resource))
        return refuse(status::forbidden(resource.qualified(), given.name,
                                        "create not allowed while custom resource definition is terminating"));
    if (auto matched = matchNamespace(resource, request.namespace_, given); !matched) return refuse(matched.error());
    if (!given.resourceVersion.empty() && given.resourceVersion != "0")
        return refuse(status::badRequest("resourceVersion should not be set on objects to be created"));
    given.resourceVersion.clear();
    // Admission sees what is the server's to set as it is on any new object: unset.
    given.uid.clear();
    given.creationTimestamp = {};
    given.deletionTimestamp.reset();
    if (auto admitted = admitNew(core, user, request, object); !admitted) return refuse(admitted.error());
    const metav1::ObjectMeta& meta = resources::metaOf(resource, object.get());
    if (!meta.name.empty() || meta.generateName.empty()) return store(core, user, request, std::move(object));
    for (int attempt = 1;; ++attempt) {
        Value named = object.clone();
        resources::metaOf(resource, named.get()).name = generatedName(core, meta.generateName);
        auto written = store(core, user, request, std::move(named));
        if (written || attempt == kNameAttempts || !status::isAlreadyExists(written.error())) return written;
    }
}

}  // namespace armillary::server
