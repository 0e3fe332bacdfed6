#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "engine/gitops/problem.h"
#include "engine/manifest/file.h"

namespace armillary::gitops {

/// What was rendered, as YAML for people: a document for each object, below a comment that says its file. For the
/// sources of this folder.
class RenderedText {
public:
    void add(const boost::json::object& object, std::string_view origin);
    /// As many documents as objects were added, in their order.
    Expected<manifest::File> take();

private:
    std::string m_text;
    std::size_t m_count = 0;
    bool m_isGood = true;
};

}  // namespace armillary::gitops
