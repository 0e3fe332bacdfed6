#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/resources/validating/policy_program.h"

namespace armillary::server::admission {

using resources::validating::PolicyProgram;

/// The programs of the policies that there are, each compiled once for every version of its policy. Thread-safe.
class PolicyPrograms {
public:
    std::shared_ptr<const PolicyProgram> of(const ObjectRef& policy);
    /// Lets go of those whose policy is gone.
    void keepOnly(const std::vector<ObjectRef>& policies);

private:
    struct Entry {
        std::int64_t revision;
        std::shared_ptr<const PolicyProgram> program;
    };
    std::mutex m_mutex;
    std::map<std::string, Entry> m_entries;  ///< by uid
};

}  // namespace armillary::server::admission
