#pragma once

#include <QString>
#include <string>

namespace armillary::app {

/// A JSON object as block-style YAML for reading, keys in alphabetical order as kubectl prints them; secrets' values
/// are masked. Text that YAML would read as a number, a date or a truth value is quoted.
QString yamlText(const std::string& json, bool maskData);

}  // namespace armillary::app
