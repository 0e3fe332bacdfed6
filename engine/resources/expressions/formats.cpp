#include "engine/resources/expressions/formats.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "engine/cel/library/url.h"
#include "engine/cel/times.h"
#include "engine/resources/checks/names.h"
#include "engine/schema/text.h"

namespace armillary::resources::expressions {

namespace {

using cel::Type;
using cel::TypeKind;
using cel::Value;
using Args = std::span<const Value>;

constexpr std::string_view kFormatType = "kubernetes.NamedFormat";

/// A name that has a suffix to come may end in a dash.
template <Messages (*check)(std::string_view)>
Messages asPrefix(std::string_view text) {
    std::string whole(text);
    if (whole.size() > 1 && whole.ends_with('-')) whole.back() = 'a';
    return check(whole);
}

Messages checkUri(std::string_view text) {
    const auto url = cel::Url::parse(text);
    return url ? Messages{} : Messages{url.error()};
}

Messages checkUuid(std::string_view text) {
    std::string digits;
    for (const char c : text)
        if (c != '-') digits += c;
    const bool dashes = text.size() == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-';
    const bool hex = digits.size() == 32 && digits.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
    return hex && (dashes || text.size() == 32) ? Messages{} : Messages{"does not match the UUID format"};
}

Messages checkBase64(std::string_view text) {
    return schema::decodeBase64(text).wrongAt ? Messages{"invalid base64"} : Messages{};
}

Messages checkDate(std::string_view text) {
    const bool isDate = text.size() == 10 && cel::parseTimestamp(std::string(text) + "T00:00:00Z").has_value();
    return isDate ? Messages{} : Messages{"invalid date"};
}

Messages checkDateTime(std::string_view text) {
    return cel::parseTimestamp(text) ? Messages{} : Messages{"invalid datetime"};
}

struct Format {
    std::string_view function;  ///< "format.NAME"
    Messages (*check)(std::string_view);
    std::uint64_t patternSize;  ///< what checking costs is estimated from it
    std::string_view name() const { return function.substr(function.find('.') + 1); }
};
constexpr std::array<Format, 13> kFormats = {{{"format.dns1123Label", checkLabel, 30},
                                              {"format.dns1123Subdomain", checkSubdomain, 60},
                                              {"format.dns1035Label", checkLabel1035, 30},
                                              {"format.qualifiedName", checkQualifiedName, 60},
                                              {"format.dns1123LabelPrefix", asPrefix<checkLabel>, 30},
                                              {"format.dns1123SubdomainPrefix", asPrefix<checkSubdomain>, 60},
                                              {"format.dns1035LabelPrefix", asPrefix<checkLabel1035>, 30},
                                              {"format.labelValue", checkLabelValue, 40},
                                              {"format.uri", checkUri, 1103},
                                              {"format.uuid", checkUuid, 84},
                                              {"format.byte", checkBase64, 84},
                                              {"format.date", checkDate, 120},
                                              {"format.datetime", checkDateTime, 120}}};

class FormatValue final : public cel::Opaque {
public:
    explicit FormatValue(const Format& format) : m_format(format) {}
    const Format& format() const { return m_format; }
    std::string_view typeName() const override { return kFormatType; }
    bool equals(const cel::Opaque& other) const override {
        return &m_format == &static_cast<const FormatValue&>(other).m_format;
    }

private:
    const Format& m_format;
};

Value valueOf(const Format& format) {
    return Value(cel::OpaqueRef(std::make_shared<FormatValue>(format)));
}

template <std::size_t... index>
void addConstants(cel::Functions& functions, const Type& type, std::index_sequence<index...>) {
    (functions.global(kFormats[index].function, {}, type, [](Args) { return valueOf(kFormats[index]); }), ...);
}

const Format& formatOf(Args args) {
    return static_cast<const FormatValue&>(*args[0].as<cel::OpaqueRef>()).format();
}

Value named(Args args) {
    const auto found = std::ranges::find(kFormats, args[0].text(), &Format::name);
    return found == kFormats.end() ? Value::none() : Value::some(valueOf(*found));
}

Value validate(Args args) {
    const Messages messages = formatOf(args).check(args[1].text());
    if (messages.empty()) return Value::none();
    std::vector<Value> list;
    for (const std::string& message : messages) list.push_back(Value::string(message));
    return Value::some(Value::list(std::move(list)));
}

std::uint64_t validateCost(Args args) {
    return cel::traversal(1 + cel::costSize(args[1])) * ((formatOf(args).patternSize + 3) / 4);
}

}  // namespace

void addFormats(cel::Functions& functions) {
    const Type text(TypeKind::String), format = Type::opaque(std::string(kFormatType));
    addConstants(functions, format, std::make_index_sequence<kFormats.size()>());
    functions.global("format.named", {text}, Type::optional(format), named);
    functions.member("validate", {format, text}, Type::optional(Type::list(text)), validate, validateCost);
}

}  // namespace armillary::resources::expressions
