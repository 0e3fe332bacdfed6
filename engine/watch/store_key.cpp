#include "engine/watch/cache.h"

namespace armillary::watch {

namespace {

constexpr std::string_view kRoot = "/registry/";
constexpr std::string_view kCoreGroup = "core";

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::size_t skipSpace(std::string_view json, std::size_t at) {
    while (at < json.size() && isSpace(json[at])) ++at;
    return at;
}

/// Behind the closing quote of the string that begins at `at`.
std::size_t skipString(std::string_view json, std::size_t at) {
    for (++at; at < json.size() && json[at] != '"'; ++at) {
        if (json[at] == '\\') ++at;
    }
    return at + 1;
}

/// Behind the brace of the document's own "metadata" object; npos when it has none.
std::size_t insideMetadata(std::string_view json) {
    int depth = 0;
    for (std::size_t at = 0; at < json.size();) {
        if (json[at] != '"') {
            depth += json[at] == '{' || json[at] == '[';
            depth -= json[at] == '}' || json[at] == ']';
            ++at;
            continue;
        }
        const std::size_t end = skipString(json, at);
        const bool wanted = depth == 1 && json.substr(at, end - at) == R"("metadata")";
        at = end;
        if (!wanted) continue;
        at = skipSpace(json, at);
        if (at >= json.size() || json[at] != ':') continue;
        at = skipSpace(json, at + 1);
        return at < json.size() && json[at] == '{' ? at + 1 : std::string_view::npos;
    }
    return std::string_view::npos;
}

}  // namespace

std::string storeKey(const ResourceKey& resource, std::string_view namespace_, std::string_view name) {
    const std::string_view text = resource;
    const std::size_t slash = text.find('/');
    const std::string_view group = text.substr(0, slash);
    std::string key(kRoot);
    key.append(group.empty() ? kCoreGroup : group).append(text.substr(slash)).append("/");
    if (!namespace_.empty()) key.append(namespace_).append("/");
    return key.append(name);
}

std::optional<StoreKeyParts> splitStoreKey(std::string_view key) {
    if (!key.starts_with(kRoot)) return std::nullopt;
    key.remove_prefix(kRoot.size());
    std::string_view parts[4];
    std::size_t count = 0;
    while (true) {
        const std::size_t slash = key.find('/');
        if (count == 4 || slash == 0 || key.empty()) return std::nullopt;
        parts[count++] = key.substr(0, slash);
        if (slash == std::string_view::npos) break;
        key.remove_prefix(slash + 1);
    }
    if (count < 3) return std::nullopt;
    StoreKeyParts result;
    if (parts[0] != kCoreGroup) result.resource = parts[0];
    result.resource.append("/").append(parts[1]);
    if (count == 4) result.namespace_ = parts[2];
    result.name = parts[count - 1];
    return result;
}

std::string withResourceVersion(std::string_view stored, Revision revision) {
    const std::string member = R"("resourceVersion":")" + std::to_string(revision) + '"';
    std::string out;
    out.reserve(stored.size() + member.size() + 16);
    const auto insert = [&](std::size_t at, std::string_view text) {
        out.append(stored.substr(0, at)).append(text);
        const std::size_t next = skipSpace(stored, at);
        if (next < stored.size() && stored[next] != '}') out.push_back(',');
        out.append(stored.substr(at));
    };
    if (const std::size_t inside = insideMetadata(stored); inside != std::string_view::npos) {
        insert(inside, member);
        return out;
    }
    const std::size_t brace = skipSpace(stored, 0);
    if (brace >= stored.size() || stored[brace] != '{') return std::string(stored);
    insert(brace + 1, R"("metadata":{)" + member + "}");
    return out;
}

}  // namespace armillary::watch
