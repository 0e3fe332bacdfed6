#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/schema/api/metav1.h"
#include "engine/schema/object.h"
#include "engine/schema/status.h"
#include "engine/schema/table.h"

/// What the server serves: one row per resource, and hooks for the kinds that have rules of their own.
namespace armillary::resources {

/// The verbs that a row can have; a bit each.
enum Verb : std::uint16_t {
    kGet = 1,
    kList = 2,
    kWatch = 4,
    kCreate = 8,
    kUpdate = 16,
    kPatch = 32,
    kDelete = 64,
    kDeleteCollection = 128,
    kAllVerbs = 255,
};

/// A subresource. `status` and `scale` are served generically, the others by a handler of their own in server/verbs.
struct Subresource {
    std::string_view name;  ///< "status", "scale", "log", "exec", "binding", "eviction", "token", "approval", …
    std::string_view group, version, kind;  ///< what it speaks, e.g. autoscaling/v1 Scale
    std::vector<std::string_view> verbs;    ///< discovery's: {"get", "patch", "update"}
};

/// One table column as /apis?as=Table shows it. Source: upstream's pkg/printers/internalversion.
struct Column {
    std::string_view name, type, format, description;
    int priority = 0;  ///< 0 shows always, 1 with -o wide
};

/// One cell: a JSON fragment (quoted string, number).
using Cells = std::vector<std::string>;

/// Sentences for the client, each for a Warning header of its own.
using Warnings = std::vector<std::string>;

/// What surrounds a rule: the time, for ages in tables.
struct Context {
    std::int64_t nowSeconds = 0;  ///< since the Unix epoch
};

/// The rules of a kind. `object` points at a value of the row's type. The default does what a kind without rules needs.
class Rules {
public:
    virtual ~Rules() = default;
    /// Fills what the client left out (upstream's SetDefaults_…). Idempotent; runs on every create, update and patch.
    virtual void setDefaults(void* object) const { (void)object; }
    /// Drops what a client may not set at creation (status), sets what the server sets.
    virtual void prepareForCreate(void* object) const { (void)object; }
    /// Carries over what an ordinary update may not change (status); `old` is the stored object.
    virtual void prepareForUpdate(void* object, const void* old) const { (void)object, (void)old; }
    /// The same for the status subresource (everything but status is taken from `old`).
    virtual void prepareForStatusUpdate(void* object, const void* old) const { (void)object, (void)old; }
    virtual FieldErrors validate(const void* object) const { return (void)object, FieldErrors{}; }
    virtual FieldErrors validateUpdate(const void* object, const void* old) const {
        return (void)object, (void)old, FieldErrors{};
    }
    virtual FieldErrors validateStatusUpdate(const void* object, const void* old) const {
        return (void)object, (void)old, FieldErrors{};
    }
    /// Of a certificate request's approval.
    virtual FieldErrors validateApproval(const void* object, const void* old) const {
        return (void)object, (void)old, FieldErrors{};
    }
    /// What is valid but not advisable, as upstream's strategies warn of it; `old` is null for a new object.
    virtual Warnings warnings(const void* object, const void* old) const { return (void)object, (void)old, Warnings{}; }
    /// Whether a change of metadata alone counts as one of the specification.
    virtual bool bumpsGeneration(const metav1::ObjectMeta& meta, const metav1::ObjectMeta& old) const {
        return (void)meta, (void)old, false;
    }
    /// Which selectable fields there are beyond metadata.name and metadata.namespace, and their values.
    virtual std::span<const std::string_view> selectableFields() const { return {}; }
    virtual std::string selectableField(const void* object, std::string_view path) const {
        return (void)object, (void)path, std::string();
    }
    /// Empty: the generic Name and Age.
    virtual std::span<const Column> columns() const { return {}; }
    virtual Cells cells(const void* object, const Context& context) const {
        return (void)object, (void)context, Cells{};
    }
    /// Seconds of grace that a delete without an option gives; 0 deletes at once.
    virtual std::int64_t defaultGraceSeconds(const void* object) const { return (void)object, 0; }
    /// False: a delete with grace removes at once (a pod that never reached a node, or has ended).
    virtual bool deletesGracefully(const void* object) const { return (void)object, false; }
};

/// A name rule for metadata.name.
enum class NameRule { Subdomain, Label, Label1035, PathSegment };

/// One row. Rows live as long as the table they are in; pointers to them are identities.
struct Resource {
    std::string group, version, kind, plural, singular;
    std::vector<std::string> shortNames, categories;
    bool namespaced = true;
    std::uint16_t verbs = kAllVerbs;
    const schema::TypeInfo* type = nullptr;
    const Rules* rules = nullptr;  ///< never null
    NameRule nameRule = NameRule::Subdomain;
    std::vector<Subresource> subresources;
    bool hasGeneration = false;  ///< metadata.generation counts spec changes
    /// Never stored: create answers at once (TokenReview …), or get and list compute (server/reviews, server/computed).
    bool virtual_ = false;
    /// The resource under which it is stored, when that is another version's row (autoscaling/v1 HPA under v2, events
    /// of events.k8s.io under the core group); null: itself. The two functions convert between the two types.
    const Resource* storedAs = nullptr;
    void (*toStored)(const void* object, void* stored) = nullptr;
    void (*fromStored)(const void* stored, void* object) = nullptr;

    std::string apiVersion() const { return group.empty() ? version : group + "/" + version; }
    /// "pods", "deployments.apps": as errors name it.
    std::string qualified() const { return group.empty() ? plural : plural + "." + group; }
    /// "Pod", "Deployment.apps".
    std::string qualifiedKind() const { return group.empty() ? kind : kind + "." + group; }
    /// "/pods", "apps/deployments": the watch cache's key, of the row that it is stored as.
    std::string cacheKey() const { return storedAs ? storedAs->cacheKey() : group + "/" + plural; }
    bool has(Verb verb) const { return (verbs & verb) != 0; }
    const Subresource* subresource(std::string_view name) const;
};

/// Every stable resource of Kubernetes v1.32, in discovery's order. Built once, then constant.
class Table {
public:
    static const Table& builtIn();

    /// Null when not served.
    const Resource* find(std::string_view group, std::string_view version, std::string_view plural) const;
    const Resource* findKind(std::string_view group, std::string_view version, std::string_view kind) const;
    /// The row of a generated type; throws std::logic_error when the type is not a resource.
    const Resource& of(const schema::TypeInfo& type) const;
    std::span<const Resource> rows() const { return m_rows; }

private:
    Table();
    std::vector<Resource> m_rows;
};

template <schema::ApiStruct T>
const Resource& resourceOf() {
    static const Resource& row = Table::builtIn().of(schema::typeInfo<T>());
    return row;
}

/// metadata of a value of the row's type.
metav1::ObjectMeta& metaOf(const Resource& resource, void* object);
const metav1::ObjectMeta& metaOf(const Resource& resource, const void* object);

/// Name, label and annotation rules of every object (upstream's ValidateObjectMeta), after generateName has been used.
FieldErrors validateMeta(const Resource& resource, const metav1::ObjectMeta& meta);
FieldErrors validateMetaUpdate(const Resource& resource, const metav1::ObjectMeta& meta, const metav1::ObjectMeta& old);

/// "5m", "3d4h": a duration as kubectl's tables show it. Source: k8s.io/apimachinery/pkg/util/duration, HumanDuration.
std::string humanDuration(std::int64_t seconds);

}  // namespace armillary::resources
