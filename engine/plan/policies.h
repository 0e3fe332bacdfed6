#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/relations/relations.h"
#include "engine/resources/resource.h"

/// What a cluster's admission policies would say of a change. For the sources of this folder only.
namespace armillary::plan {

class Policies {
public:
    /// `world` outlives it.
    explicit Policies(const relations::World& world);
    ~Policies();

    bool empty() const;

    struct Verdict {
        std::string text;  ///< the server's words
        bool denies = false;
    };
    /// By the same programs as the server. `before` is null for what is made. None for a kind that nobody knows, and
    /// for policies themselves.
    std::vector<Verdict> judge(const ObjectRef& before, const ObjectRef& after) const;

private:
    struct Policy;
    struct Call;

    const resources::Resource* rowOf(const Object& object) const;
    std::optional<std::vector<ObjectRef>> paramsOf(const Policy& policy, const ObjectRef& binding,
                                                   const std::string& namespace_) const;
    void judge(const Policy& policy, const Call& call, std::vector<Verdict>& out) const;

    struct Definitions;

    const relations::World& m_world;
    std::vector<Policy> m_policies;
    std::unique_ptr<Definitions> m_definitions;
};

}  // namespace armillary::plan
