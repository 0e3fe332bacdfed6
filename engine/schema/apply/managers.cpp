#include "engine/schema/apply/managers.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <tuple>
#include <unordered_map>

namespace armillary::apply {
namespace {

constexpr std::string_view kAncient = "ancient-changes";

const FieldSet& systemFields() {
    static const FieldSet kFields = [] {
        FieldSet fields;
        FieldSet ofMetadata;
        for (const std::string_view name : {"f:name", "f:namespace", "f:creationTimestamp", "f:selfLink", "f:uid",
                                            "f:clusterName", "f:generation", "f:managedFields", "f:resourceVersion"})
            ofMetadata.add(name, true, {});
        fields.add("f:apiVersion", true, {});
        fields.add("f:kind", true, {});
        fields.add("f:metadata", true, std::move(ofMetadata));
        return fields;
    }();
    return kFields;
}

std::expected<Owner, std::string> ownerOf(const metav1::ManagedFieldsEntry& entry, std::size_t index) {
    if (entry.operation != "Apply" && entry.operation != "Update")
        return std::unexpected("operation must be `Apply` or `Update`");
    if (entry.apiVersion.empty()) return std::unexpected("apiVersion must not be empty");
    if (entry.fieldsType.empty())
        return std::unexpected("missing fieldsType in managed fields entry " + std::to_string(index));
    if (entry.fieldsType != "FieldsV1")
        return std::unexpected("invalid fieldsType \"" + entry.fieldsType + "\" in managed fields entry " +
                               std::to_string(index));
    return Owner{entry.manager, entry.apiVersion, entry.subresource, entry.operation == "Apply"};
}

std::string textOf(const metav1::ManagedFieldsEntry& entry) {
    return entry.fieldsV1 && !entry.fieldsV1->text.empty() ? entry.fieldsV1->text : std::string("{}");
}

/// Field sets by their text. Objects of one kind mostly carry the same few, and one that is written often carries the
/// same ones each time. Thread-safe; forgets everything when it is full.
class ReadFields {
public:
    static ReadFields& ofProcess() {
        static ReadFields kRead;
        return kRead;
    }

    std::shared_ptr<const FieldSet> read(const std::string& text) {
        {
            const std::lock_guard lock(m_mutex);
            if (const auto known = m_known.find(text); known != m_known.end()) return known->second;
        }
        auto fields = std::make_shared<const FieldSet>(readFieldsV1(text).value_or(FieldSet()));
        if (text.size() > kMostTextBytes) return fields;
        const std::lock_guard lock(m_mutex);
        if (m_known.size() >= kMostTexts) m_known.clear();
        m_known.emplace(text, fields);
        return fields;
    }

private:
    static constexpr std::size_t kMostTexts = 512, kMostTextBytes = 8192;

    std::mutex m_mutex;
    std::unordered_map<std::string, std::shared_ptr<const FieldSet>> m_known;
};

std::int64_t secondsOf(schema::Time time) {
    return time.isSet() ? time.seconds : 0;
}

/// Merges the oldest updaters of each version into one until there are few enough.
void capUpdaters(ManagedFields& managed) {
    auto& entries = managed.entries();
    const auto updates = [](const ManagedEntry& entry) { return !entry.owner().applied; };
    if (static_cast<std::size_t>(std::ranges::count_if(entries, updates)) <= kMostUpdaters) return;
    std::vector<Owner> updaters;
    std::ranges::stable_sort(entries, {}, [](const ManagedEntry& entry) {
        return std::tuple(secondsOf(entry.time()), entry.owner().manager, entry.owner().apiVersion,
                          entry.owner().subresource);
    });
    for (const ManagedEntry& entry : entries)
        if (updates(entry)) updaters.push_back(entry.owner());
    std::size_t count = updaters.size();
    std::map<std::string, Owner> buckets;  // by version: who takes the others in
    for (std::size_t i = 0; i < updaters.size() && count > kMostUpdaters; ++i) {
        const Owner bucket{std::string(kAncient), updaters[i].apiVersion, "", false};
        const auto [known, first] = buckets.emplace(updaters[i].apiVersion, updaters[i]);
        if (first) continue;
        ManagedEntry* into = managed.find(bucket);
        if (!into) {
            ManagedEntry* oldest = managed.find(known->second);
            ManagedEntry made(bucket, oldest->time(), oldest->fields());
            *oldest = std::move(made);
            into = oldest;
        }
        ManagedEntry* one = managed.find(updaters[i]);
        if (one == into) continue;
        into->setFields(into->fields().unitedWith(one->fields()));
        into->setTime(one->time());
        entries.erase(entries.begin() + (one - entries.data()));
        --count;
    }
}

}  // namespace

bool Owner::isSame(const Owner& other) const {
    return manager == other.manager && applied == other.applied && subresource == other.subresource &&
           (applied || apiVersion == other.apiVersion);
}

ManagedEntry::ManagedEntry(Owner owner, schema::Time time, FieldSet fields)
    : m_owner(std::move(owner)), m_time(time), m_fields(std::make_shared<const FieldSet>(std::move(fields))) {}

ManagedEntry::ManagedEntry(Owner owner, schema::Time time, std::string text)
    : m_owner(std::move(owner)), m_time(time), m_text(std::move(text)) {}

const FieldSet& ManagedEntry::fields() const {
    if (!m_fields) m_fields = ReadFields::ofProcess().read(m_text);
    return *m_fields;
}

void ManagedEntry::setFields(FieldSet fields) {
    m_fields = std::make_shared<const FieldSet>(std::move(fields));
    m_text.clear();
}

std::string ManagedEntry::text() const {
    if (!m_text.empty()) return m_text;
    std::string text;
    writeFieldsV1(*m_fields, text);
    return text;
}

ManagedFields ManagedFields::ofStored(const Entries& entries) {
    ManagedFields managed;
    for (const auto& entry : entries)
        if (auto owner = ownerOf(entry, 0))
            managed.m_entries.emplace_back(std::move(*owner), entry.time.value_or(schema::Time()), textOf(entry));
    return managed;
}

std::expected<ManagedFields, std::string> ManagedFields::read(const Entries& entries) {
    ManagedFields managed;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto owner = ownerOf(entries[i], i);
        if (!owner) return std::unexpected(owner.error());
        auto fields = readFieldsV1(textOf(entries[i]));
        if (!fields) return std::unexpected("error decoding set: " + fields.error());
        ManagedEntry entry(std::move(*owner), entries[i].time.value_or(schema::Time()), std::move(*fields));
        if (ManagedEntry* before = managed.find(entry.owner()))
            *before = std::move(entry);
        else
            managed.m_entries.push_back(std::move(entry));
    }
    return managed;
}

ManagedFields::Entries ManagedFields::write() const {
    std::vector<const ManagedEntry*> sorted;
    for (const ManagedEntry& entry : m_entries) sorted.push_back(&entry);
    std::ranges::sort(sorted, {}, [](const ManagedEntry* entry) {
        const Owner& owner = entry->owner();
        return std::tuple(!owner.applied, secondsOf(entry->time()), std::string_view(owner.manager),
                          std::string_view(owner.apiVersion), std::string_view(owner.subresource));
    });
    Entries entries;
    entries.reserve(sorted.size());
    for (const ManagedEntry* from : sorted) {
        metav1::ManagedFieldsEntry& entry = entries.emplace_back();
        entry.manager = from->owner().manager;
        entry.operation = from->owner().applied ? "Apply" : "Update";
        entry.apiVersion = from->owner().apiVersion;
        if (from->time().isSet()) entry.time = from->time();
        entry.fieldsType = "FieldsV1";
        entry.fieldsV1 = schema::RawJson{from->text()};
        entry.subresource = from->owner().subresource;
    }
    return entries;
}

ManagedEntry* ManagedFields::find(const Owner& owner) {
    const auto at = std::ranges::find_if(m_entries, [&](const ManagedEntry& one) { return one.owner().isSame(owner); });
    return at == m_entries.end() ? nullptr : &*at;
}

std::vector<Conflict> conflictsWith(const ManagedFields& managed, const Owner& self, const CompareAs& compareAs) {
    std::vector<Conflict> conflicts;
    for (const ManagedEntry& entry : managed.entries()) {
        if (entry.owner().isSame(self)) continue;
        const Comparison* changes = compareAs(entry.owner().apiVersion);
        if (!changes) continue;
        entry.fields().commonWith(changes->modified.unitedWith(changes->added)).each([&](Path path) {
            conflicts.push_back({entry.owner(), pathText(path), {path.begin(), path.end()}});
        });
    }
    std::ranges::stable_sort(conflicts, {}, [](const Conflict& conflict) {
        const Owner& owner = conflict.owner;
        return std::tuple(std::string_view(owner.manager), owner.applied ? "Apply" : "Update",
                          std::string_view(owner.apiVersion), std::string_view(owner.subresource));
    });
    return conflicts;
}

void yieldTo(ManagedFields& managed, const Owner& self, const CompareAs& compareAs) {
    std::erase_if(managed.entries(), [&](ManagedEntry& entry) {
        if (entry.owner().isSame(self)) return false;
        const Comparison* changes = compareAs(entry.owner().apiVersion);
        if (!changes) return true;
        if (changes->same()) return false;
        const FieldSet& fields = entry.fields();
        if (!fields.intersects(changes->modified) && !fields.intersects(changes->added) &&
            !fields.intersects(changes->removed))
            return fields.empty();
        FieldSet rest = fields.without(changes->modified).without(changes->added).without(changes->removed);
        const bool gone = rest.empty();
        entry.setFields(std::move(rest));
        return gone;
    });
}

FieldSet withoutSystemFields(const FieldSet& fields) {
    return fields.without(systemFields());
}

void recordUpdate(ManagedFields& managed, const Owner& owner, const Comparison& changes, const CompareAs& compareAs,
                  schema::Time now) {
    yieldTo(managed, owner, compareAs);
    FieldSet taken = withoutSystemFields(changes.modified.unitedWith(changes.added));
    if (!taken.empty()) {
        if (ManagedEntry* before = managed.find(owner)) {
            if (!before->fields().contains(taken)) before->setFields(taken.unitedWith(before->fields()));
            before->setTime(now);
        } else {
            managed.entries().emplace_back(owner, now, std::move(taken));
        }
    }
    if (ManagedEntry* own = managed.find(owner); own && own->fields().intersects(changes.removed)) {
        own->setFields(own->fields().without(changes.removed));
        if (own->fields().empty())
            managed.entries().erase(managed.entries().begin() + (own - managed.entries().data()));
    }
    capUpdaters(managed);
}

}  // namespace armillary::apply
