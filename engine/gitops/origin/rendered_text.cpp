#include "engine/gitops/origin/rendered_text.h"

#include <format>

#include "engine/manifest/render.h"
#include "engine/schema/json_document.h"

namespace armillary::gitops {

void RenderedText::add(const boost::json::object& object, std::string_view origin) {
    std::string json;
    schema::writeDocument(json, object);
    const auto yaml = manifest::jsonToYaml(json);
    m_isGood = m_isGood && yaml.has_value();
    if (m_count++ > 0) m_text += "---\n";
    if (!origin.empty()) m_text += std::format("# {}\n", origin);
    if (yaml) m_text += *yaml;
}

Expected<manifest::File> RenderedText::take() {
    auto file = manifest::File::parse(std::move(m_text));
    if (!file || !m_isGood || (m_count > 0 && file->documents().size() != m_count))
        return problem("what was rendered cannot be shown as YAML");
    return std::move(*file);
}

}  // namespace armillary::gitops
