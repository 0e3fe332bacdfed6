#include "engine/cel/library/url.h"

#include <algorithm>
#include <optional>

#include "engine/cel/function.h"
#include "engine/schema/percent.h"
#include "engine/schema/text.h"

namespace armillary::cel {
namespace {

using Args = std::span<const Value>;

/// A path as it may stand in a URI: what needs no escape, and escapes.
std::string encodedPath(std::string_view path) {
    return schema::percentEncoded(path, "$&+,/:;=@!'()*[]%");
}

bool isScheme(std::string_view text) {
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return !text.empty() && isLetter(text.front()) && std::ranges::all_of(text, [&](char c) {
        return isLetter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    });
}

bool isPort(std::string_view text) {
    return text.empty() || (text.front() == ':' && text.find_first_not_of("0123456789", 1) == std::string_view::npos);
}

std::optional<std::string> hostError(std::string_view host) {
    if (host.starts_with('[')) {
        const auto close = host.rfind(']');
        if (close == std::string_view::npos) return "missing ']' in host";
        if (!isPort(host.substr(close + 1)))
            return "invalid port " + schema::quoted(host.substr(close + 1)) + " after host";
        return std::nullopt;
    }
    if (const auto colon = host.rfind(':'); colon != std::string_view::npos && !isPort(host.substr(colon)))
        return "invalid port " + schema::quoted(host.substr(colon)) + " after host";
    static constexpr std::string_view kForbidden = " \"<>^`{|}\\";
    for (const char c : host)
        if (kForbidden.contains(c)) return "invalid character " + schema::quoted(std::string(1, c)) + " in host name";
    return std::nullopt;
}

}  // namespace

std::expected<Url, std::string> Url::parse(std::string_view text) {
    const auto fail = [&](std::string_view why) {
        return std::unexpected("parse " + schema::quoted(text) + ": " + std::string(why));
    };
    if (text.empty()) return fail("empty url");
    if (std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; }))
        return fail("net/url: invalid control character in URL");
    Url url;
    std::string_view rest = text;
    const auto colon = rest.find(':');
    if (colon == 0) return fail("missing protocol scheme");
    if (colon != std::string_view::npos && isScheme(rest.substr(0, colon))) {
        for (const char c : rest.substr(0, colon)) url.scheme += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        rest.remove_prefix(colon + 1);
    }
    if (const auto question = rest.find('?'); question != std::string_view::npos) {
        url.query = rest.substr(question + 1);
        rest = rest.substr(0, question);
    }
    if (!rest.starts_with('/')) return fail("invalid URI for request");
    if (!url.scheme.empty() && rest.starts_with("//")) {
        rest.remove_prefix(2);
        const auto slash = std::min(rest.find('/'), rest.size());
        std::string_view authority = rest.substr(0, slash);
        rest.remove_prefix(slash);
        if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
            url.userInfo = authority.substr(0, at);
            authority.remove_prefix(at + 1);
        }
        if (const auto wrong = hostError(authority)) return fail(*wrong);
        url.host = authority;
        url.hasAuthority = true;
    }
    if (!schema::percentDecoded(rest, false))
        return fail("invalid URL escape " + schema::quoted(rest.substr(rest.find('%'), 3)));
    url.path = encodedPath(rest);
    return url;
}

std::string Url::hostname() const {
    if (host.starts_with('[')) return host.substr(1, host.rfind(']') - 1);
    return host.substr(0, host.rfind(':'));
}

std::string Url::port() const {
    const auto colon = host.rfind(':');
    const auto bracket = host.rfind(']');
    if (colon == std::string::npos || (bracket != std::string::npos && bracket > colon)) return {};
    return host.substr(colon + 1);
}

std::string Url::text() const {
    std::string text = scheme.empty() ? std::string() : scheme + ":";
    if (hasAuthority) text += "//" + (userInfo.empty() ? std::string() : userInfo + "@") + host;
    return text + path + (query.empty() ? "" : "?" + query);
}

std::vector<std::pair<std::string, std::vector<std::string>>> Url::parameters() const {
    std::vector<std::pair<std::string, std::vector<std::string>>> parameters;
    for (std::string_view rest = query; !rest.empty();) {
        const auto end = std::min(rest.find('&'), rest.size());
        const std::string_view pair = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const auto equals = std::min(pair.find('='), pair.size());
        const auto key = schema::percentDecoded(pair.substr(0, equals), true);
        const auto value = schema::percentDecoded(pair.substr(std::min(equals + 1, pair.size())), true);
        if (pair.empty() || pair.contains(';') || !key || !value) continue;
        auto found = std::ranges::find(parameters, *key, &std::pair<std::string, std::vector<std::string>>::first);
        if (found == parameters.end()) found = parameters.insert(found, {*key, {}});
        found->second.push_back(*value);
    }
    return parameters;
}

namespace {

constexpr std::string_view kUrlType = "kubernetes.URL";

class UrlValue final : public Opaque {
public:
    explicit UrlValue(Url url) : m_url(std::move(url)) {}
    const Url& url() const { return m_url; }
    std::string_view typeName() const override { return kUrlType; }
    bool equals(const Opaque& other) const override {
        return m_url.text() == static_cast<const UrlValue&>(other).m_url.text();
    }

private:
    Url m_url;
};

const Url& urlOf(Args args) {
    return static_cast<const UrlValue&>(*args[0].as<OpaqueRef>()).url();
}

Value toUrl(Args args) {
    auto url = Url::parse(args[0].text());
    if (!url) return Value::error("URL parse error during conversion from string: " + url.error());
    return Value(OpaqueRef(std::make_shared<UrlValue>(std::move(*url))));
}

Value query(Args args) {
    std::vector<std::pair<Value, Value>> entries;
    for (const auto& [key, values] : urlOf(args).parameters()) {
        std::vector<Value> list;
        for (const std::string& value : values) list.push_back(Value::string(value));
        entries.emplace_back(Value::string(key), Value::list(std::move(list)));
    }
    return Value::map(std::move(entries));
}

}  // namespace

void addUrls(Functions& functions) {
    const Type text(TypeKind::String), url = Type::opaque(std::string(kUrlType));
    functions.global("url", {text}, url, toUrl, traversalCost);
    functions.global("isURL", {text}, Type(TypeKind::Bool),
                     [](Args args) { return Value(Url::parse(args[0].text()).has_value()); });
    functions.member("getScheme", {url}, text, [](Args args) { return Value::string(urlOf(args).scheme); });
    functions.member("getHost", {url}, text, [](Args args) { return Value::string(urlOf(args).host); });
    functions.member("getHostname", {url}, text, [](Args args) { return Value::string(urlOf(args).hostname()); });
    functions.member("getPort", {url}, text, [](Args args) { return Value::string(urlOf(args).port()); });
    functions.member("getEscapedPath", {url}, text, [](Args args) { return Value::string(urlOf(args).path); });
    functions.member("getQuery", {url}, Type::map(text, Type::list(text)), query);
}

}  // namespace armillary::cel
