#pragma once

#include "engine/gitops/child/command.h"

namespace armillary::gitops {

/// A cage's rules, made before there is a child, which may then not allocate.
class Landlock {
public:
    Landlock(const Cage& cage, const std::filesystem::path& program);
    ~Landlock();
    Landlock(const Landlock&) = delete;

    /// Holds the calling thread and what it starts to the rules for good; true when there are none to hold. Only system
    /// calls.
    bool hold() const;
    bool keepsFiles() const { return m_rules >= 0; }
    bool keepsNetwork() const { return m_network; }

private:
    int m_rules = -1;
    bool m_network = false;
};

}  // namespace armillary::gitops
