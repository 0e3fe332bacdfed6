#pragma once

#include <QString>
#include <string>

namespace armillary::app {

/// JSON as block-style YAML for reading; secrets' values are masked. The JSON itself when it cannot be converted.
QString yamlText(const std::string& json, bool maskData);

}  // namespace armillary::app
