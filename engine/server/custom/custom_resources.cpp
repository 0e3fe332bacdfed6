#include "engine/server/custom/custom_resources.h"

#include <mutex>

#include "engine/resources/expressions/schema_rules.h"
#include "engine/schema/json_codec.h"
#include "engine/server/json_text.h"

namespace armillary::server::custom {
namespace {

const watch::ResourceKey kDefinitions = "apiextensions.k8s.io/customresourcedefinitions";

std::string_view statusOf(const Object& object) {
    return memberOf(object.json(), "status");
}

apiextensionsv1::CustomResourceDefinitionStatus readStatus(const Object& object) {
    const std::string_view text = statusOf(object);
    if (text.empty()) return {};
    return schema::fromJson<apiextensionsv1::CustomResourceDefinitionStatus>(text).value_or(
        apiextensionsv1::CustomResourceDefinitionStatus());
}

/// Whether both are served alike: the generation counts changes of the specification.
bool servedAlike(const Object& left, const Object& right) {
    return left.uid() == right.uid() && left.meta().generation == right.meta().generation &&
           memberOf(statusOf(left), "acceptedNames") == memberOf(statusOf(right), "acceptedNames");
}

}  // namespace

ServedDefinition::ServedDefinition(ObjectRef object, std::unique_ptr<const Converter> converter,
                                   std::shared_ptr<Retirement> retirement)
    : Definition(std::move(object), &resources::expressions::compileRules),
      m_converter(std::move(converter)),
      m_retirement(std::move(retirement)) {}

const apply::SchemaNode& ServedDefinition::applySchema(const resources::custom::Version& version) const {
    const std::lock_guard lock(m_mutex);
    auto& known = m_applySchemas[&version];
    if (!known) known = apply::schemaOf(version.source, source().spec.preserveUnknownFields);
    return *known->root;
}

struct CustomResources::Lazy {
    explicit Lazy(ObjectRef of) : object(std::move(of)) {}
    const ObjectRef object;
    const std::shared_ptr<Retirement> retirement = std::make_shared<Retirement>();
    std::once_flag once;
    ServedRef made;
};

CustomResources::CustomResources(const watch::Cache& cache, ConverterFactory converters)
    : m_converters(std::move(converters)),
      m_follow(cache, kDefinitions,
               [this](const ObjectRef& previous, const ObjectRef& current) {
                   if (current)
                       put(current);
                   else
                       remove(previous->name());
               },
               // A task that is refused is made up for by the next question.
               {.notify = [this] { (void)m_pool.submit([this] { m_follow.takeIn(); }); }}),
      m_pool({.name = "custom resources", .maxQueued = 4}) {
    m_follow.takeIn();
}

CustomResources::~CustomResources() {
    m_follow.stop();
}

std::uint64_t CustomResources::generation() const {
    m_follow.takeIn();
    return m_generation;
}

void CustomResources::put(const ObjectRef& object) {
    const auto status = readStatus(*object);
    Entry next{.object = object,
               .isEstablished = resources::custom::isTrue(status, apiextensionsv1::kEstablished),
               .isAccepted = resources::custom::isTrue(status, apiextensionsv1::kNamesAccepted),
               .isTerminating = object->meta().deletionTimestamp.has_value() ||
                                resources::custom::isTrue(status, apiextensionsv1::kTerminating),
               .lazy = nullptr};
    std::shared_ptr<Lazy> retired;
    {
        const std::unique_lock lock(m_mutex);
        Entry& entry = m_entries[object->name()];
        if (entry.object && servedAlike(*entry.object, *object))
            next.lazy = std::move(entry.lazy);
        else
            retired = std::move(entry.lazy);
        if (!next.lazy) next.lazy = std::make_shared<Lazy>(object);
        const bool shows = retired || !entry.object || entry.isEstablished != next.isEstablished ||
                           entry.isTerminating != next.isTerminating;
        entry = std::move(next);
        if (shows) ++m_generation;
    }
    if (retired) retired->retirement->retire();
}

void CustomResources::remove(const std::string& name) {
    std::shared_ptr<Lazy> retired;
    {
        const std::unique_lock lock(m_mutex);
        const auto found = m_entries.find(name);
        if (found == m_entries.end()) return;
        retired = std::move(found->second.lazy);
        m_entries.erase(found);
        ++m_generation;
    }
    retired->retirement->retire();
}

ServedRef CustomResources::served(const Entry& entry) const {
    Lazy& lazy = *entry.lazy;
    std::call_once(lazy.once, [&] {
        lazy.made = std::make_shared<const ServedDefinition>(
            lazy.object, m_converters(lazy.object->as<apiextensionsv1::CustomResourceDefinition>()), lazy.retirement);
    });
    return lazy.made;
}

std::shared_ptr<const resources::Resource> CustomResources::find(std::string_view group, std::string_view version,
                                                                 std::string_view plural) const {
    m_follow.takeIn();
    Entry entry;
    {
        const std::shared_lock lock(m_mutex);
        const auto found = m_entries.find(std::string(plural) + "." + std::string(group));
        if (found == m_entries.end() || (!found->second.isEstablished && !found->second.isAccepted)) return nullptr;
        entry = found->second;
    }
    ServedRef definition = served(entry);
    const resources::custom::Version* row = definition->version(version);
    // What is served no more is still to be deleted with its definition.
    if (!row || (!row->served && !(row->storage && entry.isTerminating))) return nullptr;
    return {std::move(definition), &row->row};
}

std::vector<CustomResources::Listed> CustomResources::established() const {
    m_follow.takeIn();
    std::vector<Entry> entries;
    {
        const std::shared_lock lock(m_mutex);
        for (const auto& [name, entry] : m_entries)
            if (entry.isEstablished) entries.push_back(entry);
    }
    std::vector<Listed> all;
    for (const Entry& entry : entries) all.push_back({served(entry), entry.isTerminating});
    return all;
}

bool CustomResources::isTerminating(const resources::Resource& resource) const {
    m_follow.takeIn();
    const std::shared_lock lock(m_mutex);
    const auto found = m_entries.find(resource.qualified());
    return found == m_entries.end() || found->second.isTerminating;
}

const ServedDefinition* servedDefinition(const resources::Resource& resource) {
    const auto* version = resources::custom::versionOf(resource);
    return version ? dynamic_cast<const ServedDefinition*>(version->definition) : nullptr;
}

}  // namespace armillary::server::custom
