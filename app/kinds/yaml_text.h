#pragma once

#include <QString>
#include <string>

namespace armillary::app {

struct YamlStyle {
    bool maskData = false;       ///< a secret's values are hidden
    bool managedFields = false;  ///< metadata.managedFields is shown
};
/// A JSON object as block-style YAML for reading, keys in alphabetical order as kubectl prints them. Text that YAML
/// would read as a number, a date or a truth value is quoted.
QString yamlText(const std::string& json, const YamlStyle& style = {});

}  // namespace armillary::app
