#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/relations/relations.h"
#include "engine/schema/status.h"

namespace armillary::gitops {

/// What really runs somewhere, to be looked at: it has no way to change anything. Calls block until answered, each with
/// a deadline of its own. Errors are the server's.
class Live {
public:
    virtual ~Live() = default;
    /// 404 when it is not there, or nobody serves its kind.
    virtual Result<ObjectRef> get(const relations::Kind& kind, const std::string& namespace_,
                                  const std::string& name) = 0;
    /// Of one namespace; of all, and of cluster scope, for "".
    virtual Result<std::vector<ObjectRef>> list(const relations::Kind& kind, const std::string& namespace_) = 0;
    /// Whether this version of the kind is served.
    virtual Result<bool> serves(const std::string& apiVersion, const std::string& kind) = 0;
};

/// What runs, as rules see it: a kind of a namespace is listed when first asked for, and kept. What may be read but not
/// listed is read by name. One thread.
class LiveWorld final : public relations::World {
public:
    /// `live` outlives it.
    explicit LiveWorld(Live& live) : m_live(live) {}

    ObjectRef find(const relations::Kind& kind, std::string_view namespace_, std::string_view name) const override;
    std::vector<ObjectRef> list(const relations::Kind& kind, std::string_view namespace_) const override;

    /// Whether it may be told that an object is not there.
    bool isReadable(const relations::Kind& kind, std::string_view namespace_, std::string_view name) const;
    /// What nobody may read: "Secret objects of namespace shop".
    const std::set<std::string>& unreadable() const { return m_unreadable; }
    /// The first time that the cluster did not answer. It is not asked again then, and seems empty.
    const std::optional<Status>& failure() const { return m_failure; }

private:
    using Place = std::pair<relations::Kind, std::string>;
    struct Listed {
        std::vector<ObjectRef> objects;
        bool refused = false;
    };

    const Listed& listed(const relations::Kind& kind, const std::string& namespace_) const;
    Result<ObjectRef> got(const relations::ObjectId& id) const;
    void note(const Status& status, const relations::Kind& kind, const std::string& namespace_) const;

    Live& m_live;
    mutable std::map<Place, Listed> m_listed;
    mutable std::map<relations::ObjectId, Result<ObjectRef>> m_got;
    mutable std::set<std::string> m_unreadable;
    mutable std::optional<Status> m_failure;
};

}  // namespace armillary::gitops
