#pragma once

#include <simdjson.h>

#include <string>
#include <string_view>

#include "engine/schema/json_codec.h"

namespace armillary::schema {

/// The parser and the padded copy that it reads, kept between documents of ordinary size.
struct JsonParser {
    simdjson::ondemand::parser parser;
    std::string padded;

    /// This thread's own. One document at a time.
    static JsonParser& ofThread();
    simdjson::padded_string_view copy(std::string_view json);
    void trim();
};

/// What is wrong with a document that the parser refused.
DecodeError syntaxError(std::string_view json);

}  // namespace armillary::schema
