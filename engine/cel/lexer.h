#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cel/issues.h"
#include "engine/cel/value.h"

namespace armillary::cel {

enum class TokenKind : std::uint8_t { End, Identifier, Operator, Literal, Keyword };

struct Token {
    TokenKind kind = TokenKind::End;
    std::size_t offset = 0;
    std::string_view text;  ///< as written; "<EOF>" at the end
    Value literal;          ///< of Literal

    bool is(std::string_view wanted) const {
        return (kind == TokenKind::Operator || kind == TokenKind::Keyword) && text == wanted;
    }
};

/// The tokens of an expression, ended by one End. What is no token is reported and skipped.
std::vector<Token> tokenize(std::string_view source, Issues& issues);

/// A string or bytes literal as written, prefix and quotes included; the error says what is wrong with it.
std::expected<Value, std::string> readQuoted(std::string_view literal);

}  // namespace armillary::cel
