#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "engine/schema/status.h"

namespace armillary::resources {

/// Where a finding is, in upstream's notation: spec.containers[0].name, data[key].
class Path {
public:
    Path() = default;
    explicit Path(std::string text) : m_text(std::move(text)) {}

    Path child(std::string_view name) const {
        return Path(m_text.empty() ? std::string(name) : m_text + "." + std::string(name));
    }
    Path index(std::size_t position) const { return Path(m_text + "[" + std::to_string(position) + "]"); }
    Path key(std::string_view key) const { return Path(m_text + "[" + std::string(key) + "]"); }
    const std::string& text() const { return m_text; }
    operator std::string() const { return m_text; }

private:
    std::string m_text;
};

}  // namespace armillary::resources
