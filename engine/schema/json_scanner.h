#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/schema/json_codec.h"

namespace armillary::schema {

/// Checks one JSON value to the letter of RFC 8259 and says what is wrong in the words of Go's encoding/json. It is
/// used where a value is carried unread, and to explain what the fast reader refused.
class JsonScanner {
public:
    /// `compact` receives the value without insignificant space, when given. `depth` is how deep the value stands.
    explicit JsonScanner(std::string_view text, std::string* compact = nullptr, std::size_t depth = 0)
        : m_text(text), m_compact(compact), m_depth(depth) {}

    /// Reads the whole text as one value.
    std::optional<DecodeError> scan();

private:
    struct Step {
        std::string_view key;  ///< raw, between its quotes; none in an array
        std::size_t index = 0;
        bool inArray = false;
    };

    bool value();
    bool object();
    bool array();
    bool string();
    bool number();
    bool literal(std::string_view word);
    void skipSpace();
    bool fail(std::string_view context);
    bool atEnd() const { return m_at >= m_text.size(); }
    bool isDigit() const { return !atEnd() && m_text[m_at] >= '0' && m_text[m_at] <= '9'; }
    void keep(std::size_t from);
    std::string path() const;

    std::string_view m_text;
    std::string* m_compact;
    std::size_t m_depth;
    std::size_t m_at = 0;
    std::vector<Step> m_steps;
    std::string m_error;
};

}  // namespace armillary::schema
