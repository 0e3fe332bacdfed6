#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/schema/api/metav1.h"
#include "engine/schema/apply/comparison.h"

/// metadata.managedFields: who owns which fields, in which version's terms.
/// Source: k8s.io/apimachinery/pkg/util/managedfields; structured-merge-diff, package merge.
namespace armillary::apply {

struct Owner {
    std::string manager;
    std::string apiVersion;
    std::string subresource;
    bool applied = false;  ///< by Apply, not by Update

    /// Whether both name the same entry: appliers are the same whatever version they spoke.
    bool isSame(const Owner& other) const;
};

/// One entry. Its fields are read from their text when they are first asked for (and what has been read is remembered
/// for the next entry of that text), and written when they have changed.
class ManagedEntry {
public:
    ManagedEntry(Owner owner, schema::Time time, FieldSet fields);
    /// `text` is FieldsV1 that has been checked, or written by this program.
    ManagedEntry(Owner owner, schema::Time time, std::string text);

    const Owner& owner() const { return m_owner; }
    schema::Time time() const { return m_time; }
    void setTime(schema::Time time) { m_time = time; }
    const FieldSet& fields() const;
    void setFields(FieldSet fields);
    /// For an applier that applied in another version than before.
    void setApiVersion(std::string apiVersion) { m_owner.apiVersion = std::move(apiVersion); }
    std::string text() const;

private:
    Owner m_owner;
    schema::Time m_time;
    mutable std::shared_ptr<const FieldSet> m_fields;
    std::string m_text;  ///< empty when `m_fields` is newer
};

class ManagedFields {
public:
    using Entries = std::vector<metav1::ManagedFieldsEntry>;

    /// What this program wrote.
    static ManagedFields ofStored(const Entries& entries);
    /// What a client sent; the error is upstream's sentence.
    static std::expected<ManagedFields, std::string> read(const Entries& entries);
    /// Sorted: appliers first, then by time and name.
    Entries write() const;

    bool empty() const { return m_entries.empty(); }
    std::vector<ManagedEntry>& entries() { return m_entries; }
    const std::vector<ManagedEntry>& entries() const { return m_entries; }
    ManagedEntry* find(const Owner& owner);  ///< null when absent

private:
    std::vector<ManagedEntry> m_entries;
};

/// The changes in another version's terms; null when there is no such version (its entries go).
using CompareAs = std::function<const Comparison*(const std::string& apiVersion)>;

/// Upstream's bound on entries of operation Update; the oldest become one, "ancient-changes".
inline constexpr std::size_t kMostUpdaters = 10;

/// Records an update by `owner`: it owns what it changed and added, nobody owns what it removed. `changes` are in the
/// terms of owner.apiVersion.
void recordUpdate(ManagedFields& managed, const Owner& owner, const Comparison& changes, const CompareAs& compareAs,
                  schema::Time now);

/// A field that somebody else owns.
struct Conflict {
    Owner owner;
    std::string path;  ///< ".spec.replicas"
    std::vector<std::string> elements;
};

/// What of `managed` stands against `changes` being made by an applier; `self` does not count.
std::vector<Conflict> conflictsWith(const ManagedFields& managed, const Owner& self, const CompareAs& compareAs);
/// Takes from everybody but `self` what the changes touched, and drops who is left with nothing.
void yieldTo(ManagedFields& managed, const Owner& self, const CompareAs& compareAs);

/// `fields` without those that nobody owns: name, uid, resourceVersion and so on.
FieldSet withoutSystemFields(const FieldSet& fields);

}  // namespace armillary::apply
