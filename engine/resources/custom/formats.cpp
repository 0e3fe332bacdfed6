#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <memory>

#include "engine/resources/checks/names.h"
#include "engine/resources/custom/validate.h"
#include "engine/schema/scalars.h"
#include "engine/schema/text.h"

namespace armillary::resources::custom {

namespace {

/// The formats that are regular. Source: k8s.io/kube-openapi/pkg/validation/strfmt.
const std::map<std::string, std::unique_ptr<re2::RE2>, std::less<>>& expressions() {
    static const auto kAll = [] {
        std::map<std::string, std::unique_ptr<re2::RE2>, std::less<>> all;
        const auto add = [&](std::string name, const char* expression) {
            all.emplace(std::move(name), std::make_unique<re2::RE2>(expression));
        };
        add("bsonobjectid", "[0-9a-fA-F]{24}");
        add("uuid", "(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}");
        add("uuid3", "(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?3[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}");
        add("uuid4", "(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}");
        add("uuid5", "(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}");
        add("ssn", "\\d{3}[- ]?\\d{2}[- ]?\\d{4}");
        add("hexcolor", "#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})");
        add("rgbcolor",
            "rgb\\(\\s*(0|[1-9]\\d?|1\\d\\d?|2[0-4]\\d|25[0-5])\\s*,\\s*(0|[1-9]\\d?|1\\d\\d?|2[0-4]\\d|25[0-5])\\s*,"
            "\\s*(0|[1-9]\\d?|1\\d\\d?|2[0-4]\\d|25[0-5])\\s*\\)");
        add("creditcard",
            "4[0-9]{12}(?:[0-9]{3})?|5[1-5][0-9]{14}|6(?:011|5[0-9][0-9])[0-9]{12}|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])"
            "[0-9]{11}|(?:2131|1800|35\\d{3})\\d{11}");
        add("date", "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])");
        add("email",
            "[^\\s@<>\"(),:;\\[\\]\\\\]+@[^\\s@<>\"(),:;\\\\]+|\"(?:[^\"\\\\]|\\\\.)*\"@[^\\s@]+|[^<>]*<[^\\s@<>]+@[^"
            "\\s@<>]+>");
        add("hostname",
            "([a-zA-Z0-9\\x{00a1}-\\x{10ffff}]([a-zA-Z0-9\\x{00a1}-\\x{10ffff}-]{0,61}[a-zA-Z0-9\\x{00a1}-\\x{10ffff}])"
            "?)"
            "(\\.[a-zA-Z0-9\\x{00a1}-\\x{10ffff}]([a-zA-Z0-9\\x{00a1}-\\x{10ffff}-]{0,61}[a-zA-Z0-9\\x{00a1}-\\x{"
            "10ffff}])?)*\\.?");
        add("mac",
            "([0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}(([:-][0-9a-fA-F]{2}){2}|([:-][0-9a-fA-F]{2}){14})?)|"
            "([0-9a-fA-F]{4}(\\.[0-9a-fA-F]{4}){2}((\\.[0-9a-fA-F]{4}){1}|(\\.[0-9a-fA-F]{4}){7})?)");
        add("uri", "([a-zA-Z][a-zA-Z0-9+.-]*:[^\\s#]+|/[^\\s#]*|\\*)(#\\S*)?");
        add("duration",
            "([0-9]+(\\.[0-9]+)?)\\s*(ns|nanos?(econds?)?|us|µs|micros?(econds?)?|ms|millis?(econds?)?|s|secs?"
            "(onds?)?|m|mins?(utes?)?|h|hrs?|hours?|d|days?|w|wks?|weeks?)");
        return all;
    }();
    return kAll;
}

std::string digitsOf(std::string_view text) {
    std::string digits;
    for (const char c : text)
        if (c != '-' && c != ' ') digits += c;
    return digits;
}

bool isIsbn10(std::string_view text) {
    const std::string digits = digitsOf(text);
    if (digits.size() != 10) return false;
    int sum = 0;
    for (std::size_t i = 0; i < 10; ++i) {
        const bool isX = i == 9 && digits[i] == 'X';
        if (!isX && (digits[i] < '0' || digits[i] > '9')) return false;
        sum += static_cast<int>(i + 1) * (isX ? 10 : digits[i] - '0');
    }
    return sum % 11 == 0;
}

bool isIsbn13(std::string_view text) {
    const std::string digits = digitsOf(text);
    if (digits.size() != 13) return false;
    int sum = 0;
    for (std::size_t i = 0; i < 13; ++i) {
        if (digits[i] < '0' || digits[i] > '9') return false;
        sum += (i % 2 ? 3 : 1) * (digits[i] - '0');
    }
    return sum % 10 == 0;
}

bool isDate(std::string_view text) {
    return schema::Time::parse(std::string(text) + "T00:00:00Z").has_value();
}

}  // namespace

bool hasFormat(std::string_view format, std::string_view text) {
    std::string name(format);
    std::erase(name, '-');
    if (name == "ipv4") return addressFamily(text) == 4;
    if (name == "ipv6") return addressFamily(text) == 6;
    if (name == "cidr") return cidrFamily(text) != 0;
    if (name == "byte") return !text.empty() && text.size() % 4 == 0 && !schema::decodeBase64(text).wrongAt;
    if (name == "datetime") return schema::Time::parse(text).has_value();
    if (name == "isbn10") return isIsbn10(text);
    if (name == "isbn13") return isIsbn13(text);
    if (name == "isbn") return isIsbn10(text) || isIsbn13(text);
    if (name == "creditcard") {
        std::string digits;
        std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
        return re2::RE2::FullMatch(digits, *expressions().at(name));
    }
    const auto found = expressions().find(name);
    const bool matches =
        found == expressions().end() || re2::RE2::FullMatch({text.data(), text.size()}, *found->second);
    if (name == "date") return matches && isDate(text);
    if (name == "hostname") return matches && text.size() <= 255;
    if (name == "duration") return matches || schema::Duration::parse(text).has_value();
    return matches;
}

}  // namespace armillary::resources::custom
