#include "engine/resources/checks/names.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace armillary::resources {

namespace {

constexpr std::size_t kMaxSubdomain = 253;
constexpr std::size_t kMaxLabel = 63;

bool isLower(char c) {
    return c >= 'a' && c <= 'z';
}
bool isUpper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isLowerOrDigit(char c) {
    return isLower(c) || isDigit(c);
}
bool isAlphanumeric(char c) {
    return isLowerOrDigit(c) || isUpper(c);
}

std::string tooLong(std::size_t maximum) {
    return "must be no more than " + std::to_string(maximum) + " characters";
}

std::string mismatch(std::string_view rule, std::string_view expression,
                     std::initializer_list<std::string_view> examples) {
    std::string text(rule);
    text += " (";
    if (examples.size() != 0) {
        text += "e.g. ";
        bool first = true;
        for (std::string_view example : examples) {
            if (!first) text += " or ";
            first = false;
            text.append("'").append(example).append("', ");
        }
    }
    return text.append("regex used for validation is '").append(expression).append("')");
}

bool isLabelText(std::string_view value) {
    return !value.empty() && isLowerOrDigit(value.front()) && isLowerOrDigit(value.back()) &&
           std::ranges::all_of(value, [](char c) { return isLowerOrDigit(c) || c == '-'; });
}

bool isSubdomainText(std::string_view value) {
    for (;;) {
        const auto dot = value.find('.');
        if (!isLabelText(value.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        value.remove_prefix(dot + 1);
    }
}

/// Letters, digits and -_. with a letter or digit at both ends.
bool isNamePart(std::string_view value) {
    return !value.empty() && isAlphanumeric(value.front()) && isAlphanumeric(value.back()) &&
           std::ranges::all_of(value, [](char c) { return isAlphanumeric(c) || c == '-' || c == '_' || c == '.'; });
}

void checkDots(std::string_view value, Messages& messages) {
    if (value == ".")
        messages.push_back("must not be '.'");
    else if (value == "..")
        messages.push_back("must not be '..'");
    else if (value.starts_with(".."))
        messages.push_back("must not start with '..'");
}

constexpr std::string_view kSubdomainExpression = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
constexpr std::string_view kQualifiedExpression = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
constexpr std::string_view kQualifiedRule =
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

}  // namespace

std::string inclusiveRange(std::int64_t low, std::int64_t high) {
    return "must be between " + std::to_string(low) + " and " + std::to_string(high) + ", inclusive";
}

Messages checkSubdomain(std::string_view value) {
    Messages messages;
    if (value.size() > kMaxSubdomain) messages.push_back(tooLong(kMaxSubdomain));
    if (!isSubdomainText(value))
        messages.push_back(
            mismatch("a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', "
                     "and must start and end with an alphanumeric character",
                     kSubdomainExpression, {"example.com"}));
    return messages;
}

Messages checkLabel(std::string_view value) {
    Messages messages;
    if (value.size() > kMaxLabel) messages.push_back(tooLong(kMaxLabel));
    if (!isLabelText(value)) {
        if (isSubdomainText(value))
            messages.push_back("must not contain dots");
        else
            messages.push_back(
                mismatch("a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and "
                         "must start and end with an alphanumeric character",
                         "[a-z0-9]([-a-z0-9]*[a-z0-9])?", {"my-name", "123-abc"}));
    }
    return messages;
}

Messages checkLabel1035(std::string_view value) {
    Messages messages;
    if (value.size() > kMaxLabel) messages.push_back(tooLong(kMaxLabel));
    if (!isLabelText(value) || !isLower(value.front()))
        messages.push_back(
            mismatch("a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an "
                     "alphabetic character, and end with an alphanumeric character",
                     "[a-z]([-a-z0-9]*[a-z0-9])?", {"my-name", "abc-123"}));
    return messages;
}

Messages checkWildcardSubdomain(std::string_view value) {
    Messages messages;
    if (value.size() > kMaxSubdomain) messages.push_back(tooLong(kMaxSubdomain));
    if (!value.starts_with("*.") || !isSubdomainText(value.substr(2)))
        messages.push_back(
            mismatch("a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which "
                     "must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric "
                     "character",
                     "\\*\\." + std::string(kSubdomainExpression), {"*.example.com"}));
    return messages;
}

Messages checkPathSegment(std::string_view value) {
    if (value == "." || value == "..") return {"may not be '" + std::string(value) + "'"};
    Messages messages;
    for (char c : {'/', '%'})
        if (value.contains(c)) messages.push_back(std::string("may not contain '") + c + "'");
    return messages;
}

Messages checkQualifiedName(std::string_view value) {
    Messages messages;
    std::string_view name = value;
    if (const auto slash = value.find('/'); slash != std::string_view::npos) {
        const std::string_view prefix = value.substr(0, slash);
        name = value.substr(slash + 1);
        if (name.contains('/'))
            return {"a qualified name " +
                    mismatch(kQualifiedRule, kQualifiedExpression, {"MyName", "my.name", "123-abc"}) +
                    " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"};
        if (prefix.empty())
            messages.push_back("prefix part must be non-empty");
        else
            for (const auto& message : checkSubdomain(prefix)) messages.push_back("prefix part " + message);
    }
    if (name.empty())
        messages.push_back("name part must be non-empty");
    else if (name.size() > kMaxLabel)
        messages.push_back("name part " + tooLong(kMaxLabel));
    if (!isNamePart(name))
        messages.push_back("name part " +
                           mismatch(kQualifiedRule, kQualifiedExpression, {"MyName", "my.name", "123-abc"}));
    return messages;
}

Messages checkLabelValue(std::string_view value) {
    Messages messages;
    if (value.size() > kMaxLabel) messages.push_back(tooLong(kMaxLabel));
    if (!value.empty() && !isNamePart(value))
        messages.push_back(
            mismatch("a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', "
                     "and must start and end with an alphanumeric character",
                     "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?", {"MyValue", "my_value", "12345"}));
    return messages;
}

Messages checkConfigMapKey(std::string_view value) {
    Messages messages;
    if (value.size() > kMaxSubdomain) messages.push_back(tooLong(kMaxSubdomain));
    if (value.empty() ||
        !std::ranges::all_of(value, [](char c) { return isAlphanumeric(c) || c == '-' || c == '_' || c == '.'; }))
        messages.push_back(mismatch("a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
                                    "[-._a-zA-Z0-9]+", {"key.name", "KEY_NAME", "key-name"}));
    checkDots(value, messages);
    return messages;
}

Messages checkEnvVarName(std::string_view value) {
    // Relaxed names (any printable ASCII but '=') are on by default since v1.32.
    Messages messages;
    if (value.empty()) messages.push_back("environment variable name must be non-empty");
    if (!std::ranges::all_of(value, [](char c) { return c >= 0x20 && c < 0x7f && c != '='; }))
        messages.push_back(
            "a valid environment variable name must consist only of printable ASCII characters other than '='");
    return messages;
}

Messages checkPortName(std::string_view value) {
    Messages messages;
    if (value.size() > 15) messages.push_back(tooLong(15));
    if (value.empty() || !std::ranges::all_of(value, [](char c) { return isLowerOrDigit(c) || c == '-'; }))
        messages.push_back("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    if (!std::ranges::any_of(value, isLower)) messages.push_back("must contain at least one letter (a-z)");
    if (value.contains("--")) messages.push_back("must not contain consecutive hyphens");
    if (!value.empty() && (value.front() == '-' || value.back() == '-'))
        messages.push_back("must not begin or end with a hyphen");
    return messages;
}

Messages checkPortNumber(std::int64_t value) {
    return value >= 1 && value <= 65535 ? Messages() : Messages{inclusiveRange(1, 65535)};
}

Messages checkHttpHeaderName(std::string_view value) {
    if (!value.empty() && std::ranges::all_of(value, [](char c) { return isAlphanumeric(c) || c == '-'; })) return {};
    return {mismatch("a valid HTTP header must consist of alphanumeric characters or '-'", "[-A-Za-z0-9]+",
                     {"X-Header-Name"})};
}

Messages checkPercent(std::string_view value) {
    if (value.size() > 1 && value.back() == '%' && std::ranges::all_of(value.substr(0, value.size() - 1), isDigit))
        return {};
    return {mismatch("a valid percent string must be a numeric string followed by an ending '%'", "[0-9]+%",
                     {"1%", "93%"})};
}

Messages checkUserOrGroupId(std::int64_t value) {
    return value >= 0 && value <= INT32_MAX ? Messages() : Messages{inclusiveRange(0, INT32_MAX)};
}

int addressFamily(std::string_view value) {
    const std::string text(value);
    unsigned char bytes[16];
    if (inet_pton(AF_INET, text.c_str(), bytes) == 1) return 4;
    return inet_pton(AF_INET6, text.c_str(), bytes) == 1 ? 6 : 0;
}

int cidrFamily(std::string_view value) {
    const auto slash = value.find('/');
    if (slash == std::string_view::npos) return 0;
    const int family = addressFamily(value.substr(0, slash));
    const std::string_view digits = value.substr(slash + 1);
    int bits = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    const bool whole = error == std::errc() && end == digits.data() + digits.size();
    return whole && bits >= 0 && bits <= (family == 4 ? 32 : 128) ? family : 0;
}

bool isStrictlyWithin(std::string_view inner, std::string_view outer) {
    const int family = cidrFamily(outer);
    if (family == 0 || cidrFamily(inner) != family) return false;
    const auto read = [family](std::string_view text, unsigned char* bytes) {
        const auto slash = text.find('/');
        inet_pton(family == 4 ? AF_INET : AF_INET6, std::string(text.substr(0, slash)).c_str(), bytes);
        int bits = 0;
        std::from_chars(text.data() + slash + 1, text.data() + text.size(), bits);
        return bits;
    };
    unsigned char own[16] = {}, around[16] = {};
    const int ownBits = read(inner, own), bits = read(outer, around);
    if (ownBits <= bits) return false;
    for (int bit = 0; bit < bits; ++bit)
        if (((own[bit / 8] ^ around[bit / 8]) >> (7 - bit % 8) & 1) != 0) return false;
    return true;
}

}  // namespace armillary::resources
