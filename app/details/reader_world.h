#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "engine/client/discovery.h"
#include "engine/relations/relations.h"
#include "reader.h"

namespace armillary::app {

/// What else is in a cluster, read with the user's rights when it is first asked for, and kept: for one question. Lists
/// are bounded; what was not read is known afterwards. Blocks: for backstage only.
class ReaderWorld final : public relations::World {
public:
    /// Of one list.
    static constexpr std::size_t kMostObjects = 1000;
    /// Of one question.
    static constexpr int kMostCalls = 150;

    /// Both outlive it. `subject`: what the question is about; of a node's pods only its own are read, and who may not
    /// list everywhere is asked about the subject's namespace.
    ReaderWorld(const Reader& reader, const std::vector<client::ApiResource>& served, const ObjectRef& subject)
        : m_reader(reader), m_served(served), m_subject(subject) {}

    ObjectRef find(const relations::Kind& kind, std::string_view namespace_, std::string_view name) const override;
    std::vector<ObjectRef> list(const relations::Kind& kind, std::string_view namespace_) const override;

    enum class Presence { There, Absent, NotServed, Unknown };
    struct Found {
        Presence presence = Presence::Unknown;
        ObjectRef object;
        std::string problem;  ///< of Unknown
    };
    Found look(const relations::Kind& kind, const std::string& namespace_, const std::string& name) const;

    const client::ApiResource* resourceOf(const relations::Kind& kind) const;
    /// Everything that lists have brought so far.
    std::vector<ObjectRef> known() const;

    struct Gap {
        enum Reason { Forbidden, Elsewhere, TooMany, Failed } reason;
        std::string resource;    ///< plural: "configmaps"
        std::string namespace_;  ///< "" for all
        std::int64_t more = 0;   ///< of TooMany: how many were not read; 0 when nobody knows
        std::string problem;     ///< of Failed
    };
    const std::vector<Gap>& gaps() const { return m_gaps; }

private:
    using ListKey = std::pair<relations::Kind, std::string>;
    const std::vector<ObjectRef>& listed(const client::ApiResource& resource, const ListKey& key) const;
    bool readPages(const client::ApiResource& resource, const std::string& namespace_, const std::string& narrowed,
                   std::vector<ObjectRef>& into, std::optional<Status>& refused) const;
    bool mayCall() const { return m_calls < kMostCalls; }

    const Reader& m_reader;
    const std::vector<client::ApiResource>& m_served;
    ObjectRef m_subject;
    mutable std::map<ListKey, std::vector<ObjectRef>> m_lists;
    mutable std::map<relations::ObjectId, Found> m_found;
    mutable std::vector<Gap> m_gaps;
    mutable int m_calls = 0;
};

}  // namespace armillary::app
