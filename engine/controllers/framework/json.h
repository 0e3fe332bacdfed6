#pragma once

#include <string>
#include <string_view>

#include "engine/schema/json_codec.h"

namespace armillary::controllers {

/// `text` as a JSON string, quotes included, for patches.
inline std::string jsonString(std::string_view text) {
    std::string out;
    schema::appendJsonString(out, text);
    return out;
}

}  // namespace armillary::controllers
