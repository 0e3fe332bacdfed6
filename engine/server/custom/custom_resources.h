#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/async/pool.h"
#include "engine/resources/custom/definition.h"
#include "engine/schema/apply/structural_schema.h"
#include "engine/server/custom/conversion.h"
#include "engine/server/custom/retirement.h"
#include "engine/watch/follow.h"

/// The custom resources that are served: beside the built-in table, and changing with the definitions in the store.
namespace armillary::server::custom {

/// One definition, with what serving it takes.
class ServedDefinition final : public resources::custom::Definition {
public:
    ServedDefinition(ObjectRef object, std::unique_ptr<const Converter> converter,
                     std::shared_ptr<Retirement> retirement);

    const Converter& converter() const { return *m_converter; }
    const std::shared_ptr<Retirement>& retirement() const { return m_retirement; }
    /// Objects that were written at this revision or later have been through this definition's schemas.
    watch::Revision since() const { return object()->revision(); }
    /// What server-side apply goes by; made on the first call.
    const apply::SchemaNode& applySchema(const resources::custom::Version& version) const;

private:
    mutable std::mutex m_mutex;
    mutable std::map<const resources::custom::Version*, std::shared_ptr<const apply::ResourceSchema>> m_applySchemas;
    const std::unique_ptr<const Converter> m_converter;
    const std::shared_ptr<Retirement> m_retirement;
};
using ServedRef = std::shared_ptr<const ServedDefinition>;

/// Follows the definitions in the cache: what has been written counts in the next question, and who watches a
/// definition's objects is told soon when it changes, whether anybody asks or not. A definition is read when it is
/// first needed; whoever has a row of it keeps it, while others are given its successor. Thread-safe.
class CustomResources final {
public:
    explicit CustomResources(const watch::Cache& cache, ConverterFactory converters = makeConverter);
    ~CustomResources();

    /// The row that serves these names; null when there is none. The pointer keeps the whole definition.
    std::shared_ptr<const resources::Resource> find(std::string_view group, std::string_view version,
                                                    std::string_view plural) const;
    /// What discovery shows: every established definition, by name.
    struct Listed {
        ServedRef definition;
        bool terminating = false;
    };
    std::vector<Listed> established() const;
    /// Whether a definition is being deleted: then nothing new is created.
    bool isTerminating(const resources::Resource& resource) const;
    /// Grows with every change that established() may show.
    std::uint64_t generation() const;

private:
    /// Made when somebody asks, so that a schema that nobody uses is not compiled.
    struct Lazy;
    struct Entry {
        ObjectRef object;
        bool isEstablished = false, isAccepted = false, isTerminating = false;
        std::shared_ptr<Lazy> lazy;
    };

    void put(const ObjectRef& object);
    void remove(const std::string& name);
    ServedRef served(const Entry& entry) const;

    const ConverterFactory m_converters;
    mutable std::shared_mutex m_mutex;
    std::map<std::string, Entry, std::less<>> m_entries;  ///< by the definition's name, "plural.group"
    std::atomic<std::uint64_t> m_generation = 1;
    mutable watch::Follow m_follow;
    /// Takes in what nobody asks for; at rest it has no thread.
    async::Pool m_pool;
};

/// The served definition behind a row; null for a built-in one.
const ServedDefinition* servedDefinition(const resources::Resource& resource);

}  // namespace armillary::server::custom
