#include "engine/server/admission/policy_programs.h"

#include <algorithm>

namespace armillary::server::admission {

std::shared_ptr<const PolicyProgram> PolicyPrograms::of(const ObjectRef& policy) {
    {
        std::lock_guard lock(m_mutex);
        const auto found = m_entries.find(policy->uid());
        if (found != m_entries.end() && found->second.revision == policy->revision()) return found->second.program;
    }
    auto program = std::make_shared<const PolicyProgram>(policy);
    std::lock_guard lock(m_mutex);
    m_entries.insert_or_assign(policy->uid(), Entry{policy->revision(), program});
    return program;
}

void PolicyPrograms::keepOnly(const std::vector<ObjectRef>& policies) {
    std::lock_guard lock(m_mutex);
    if (m_entries.size() <= policies.size()) return;
    std::erase_if(m_entries, [&](const auto& entry) {
        return std::ranges::none_of(policies, [&](const ObjectRef& one) { return one->uid() == entry.first; });
    });
}

}  // namespace armillary::server::admission
