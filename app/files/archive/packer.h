#pragma once

#include <expected>
#include <string>

#include "app/files/archive/file_handle.h"
#include "app/files/archive/pack_plan.h"

namespace armillary::app {

/// Makes an archive from a plan, piece by piece, exactly as long as the plan says: of a file that has grown since, what
/// is new is left out; one that has shrunk is filled up with zeros, and told of in changed().
class Packer {
public:
    explicit Packer(PackPlan plan) : m_plan(std::move(plan)) {}

    /// About `most` bytes, or what is left; "" at the end. Blocks.
    std::expected<std::string, PackFault> next(std::size_t most);
    std::uint64_t contentBytes() const { return m_sent; }
    std::size_t changed() const { return m_changed; }

private:
    std::expected<void, PackFault> begin(std::string& piece);
    std::expected<void, PackFault> readFile(std::string& piece, std::size_t most);

    const PackPlan m_plan;
    std::size_t m_at = 0, m_changed = 0;
    std::uint64_t m_left = 0, m_sent = 0;  ///< m_left: of the present file's content
    FileHandle m_file;
    bool m_over = false;
};

}  // namespace armillary::app
