#include "nodes/agent/container/expand.h"

namespace armillary::agent {

namespace {

/// `missing` becomes the first name that is not among the values.
std::string expandNoting(std::string_view text, const std::map<std::string, std::string>& values,
                         std::string& missing) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '$' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        char next = text[++i];
        if (next == '$') {
            out += '$';
        } else if (next != '(') {
            out += '$';
            out += next;
        } else if (auto end = text.find(')', i); end == std::string_view::npos) {
            out += "$(";
        } else {
            auto name = text.substr(i + 1, end - i - 1);
            auto it = values.find(std::string(name));
            if (it != values.end())
                out += it->second;
            else
                out.append("$(").append(name).append(")");
            if (it == values.end() && missing.empty()) missing = name;
            i = end;
        }
    }
    return out;
}

}  // namespace

std::string expand(std::string_view text, const std::map<std::string, std::string>& values) {
    std::string missing;
    return expandNoting(text, values, missing);
}

std::expected<std::string, std::string> expandAll(std::string_view text,
                                                  const std::map<std::string, std::string>& values) {
    std::string missing;
    auto out = expandNoting(text, values, missing);
    if (!missing.empty()) return std::unexpected(missing);
    return out;
}

}  // namespace armillary::agent
