#include "engine/schema/label_syntax.h"

#include <algorithm>

namespace armillary::schema {

namespace {

constexpr std::size_t kMaxNameBytes = 63;
constexpr std::size_t kMaxPrefixBytes = 253;

constexpr std::string_view kNameRule =
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
    "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
    "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
constexpr std::string_view kValueRule =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and "
    "end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
    "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
constexpr std::string_view kPrefixRule =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and "
    "end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

bool isLowerAlnum(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}
bool isAlnum(char c) {
    return isLowerAlnum(c) || (c >= 'A' && c <= 'Z');
}

bool isName(std::string_view text) {
    return !text.empty() && isAlnum(text.front()) && isAlnum(text.back()) &&
           std::ranges::all_of(text, [](char c) { return isAlnum(c) || c == '-' || c == '_' || c == '.'; });
}

bool isSubdomain(std::string_view text) {
    while (true) {
        const std::size_t dot = text.find('.');
        const std::string_view label = text.substr(0, dot);
        if (label.empty() || !isLowerAlnum(label.front()) || !isLowerAlnum(label.back())) return false;
        if (!std::ranges::all_of(label, [](char c) { return isLowerAlnum(c) || c == '-'; })) return false;
        if (dot == std::string_view::npos) return true;
        text.remove_prefix(dot + 1);
    }
}

/// Findings, joined as upstream joins them.
class Findings {
public:
    void add(std::string_view prefix, std::string_view finding) {
        if (!m_text.empty()) m_text += "; ";
        m_text.append(prefix).append(finding);
    }
    std::string text() && { return std::move(m_text); }

private:
    std::string m_text;
};

std::string atMost(std::size_t bytes) {
    return "must be no more than " + std::to_string(bytes) + " characters";
}

}  // namespace

std::string labelKeyFinding(std::string_view key) {
    const std::size_t slash = key.find('/');
    std::string_view name = key;
    Findings findings;
    if (slash != std::string_view::npos) {
        const std::string_view prefix = key.substr(0, slash);
        name = key.substr(slash + 1);
        if (name.contains('/')) {
            return "a qualified name " + std::string(kNameRule) +
                   " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
        }
        if (prefix.empty()) {
            findings.add("prefix part ", "must be non-empty");
        } else {
            if (prefix.size() > kMaxPrefixBytes) findings.add("prefix part ", atMost(kMaxPrefixBytes));
            if (!isSubdomain(prefix)) findings.add("prefix part ", kPrefixRule);
        }
    }
    if (name.empty()) {
        findings.add("name part ", "must be non-empty");
    } else if (name.size() > kMaxNameBytes) {
        findings.add("name part ", atMost(kMaxNameBytes));
    }
    if (!isName(name)) findings.add("name part ", kNameRule);
    return std::move(findings).text();
}

std::string labelValueFinding(std::string_view value) {
    Findings findings;
    if (value.size() > kMaxNameBytes) findings.add("", atMost(kMaxNameBytes));
    if (!value.empty() && !isName(value)) findings.add("", kValueRule);
    return std::move(findings).text();
}

}  // namespace armillary::schema
