#include "engine/gitops/source/location.h"

#include <algorithm>
#include <format>

#include "engine/gitops/source/path.h"

namespace armillary::gitops {

namespace {

constexpr std::size_t kLongestUrl = 2000;
constexpr std::string_view kProtocols[] = {"https://", "http://", "ssh://"};

/// "git@host:path" and "host:path": as git tells them from files.
bool isScpLike(std::string_view text) {
    const auto colon = text.find(':');
    return colon != std::string_view::npos && colon > 0 && !text.substr(0, colon).contains('/') &&
           !text.substr(colon).starts_with("::") && !text.substr(colon).starts_with("://");
}

/// "host/path", or "/folder", in one spelling.
std::string essenceOf(std::string_view url) {
    std::string text(url);
    if (const auto protocol = text.find("://"); protocol != std::string::npos) {
        text.erase(0, protocol + 3);
    } else if (isScpLike(text)) {
        text[text.find(':')] = '/';
    }
    const auto slash = std::min(text.find('/'), text.size());
    if (const auto at = text.rfind('@', slash); at != std::string::npos && at < slash) text.erase(0, at + 1);
    const auto host = std::min(text.find('/'), text.size());
    std::transform(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(host), text.begin(),
                   [](unsigned char each) { return each >= 'A' && each <= 'Z' ? each + 32 : each; });
    while (text.ends_with('/')) text.pop_back();
    if (text.ends_with(".git")) text.resize(text.size() - 4);
    while (text.ends_with('/')) text.pop_back();
    return text;
}

}  // namespace

std::string Location::shown() const {
    return isLocal() ? folder.string() : withoutSecrets(url);
}

Expected<Location> parseLocation(std::string_view text) {
    if (text.empty() || text.starts_with('-') || text.size() > kLongestUrl ||
        std::ranges::any_of(text, [](unsigned char each) { return each < 32 || each == 127; }))
        return problem("that cannot be a repository's address", "Give a folder, or https://… or ssh://….");
    if (text.starts_with("file://")) {
        if (!text.starts_with("file:///"))
            return problem(std::format("{} names another machine", withoutSecrets(text)), "Use file:///folder.");
        return Location{.folder = std::filesystem::path(text.substr(7)).lexically_normal()};
    }
    for (const std::string_view protocol : kProtocols) {
        if (!text.starts_with(protocol)) continue;
        // ssh would take a host that begins with '-' for one of its options.
        const std::string_view host = text.substr(protocol.size());
        const auto user = host.substr(0, host.find('/')).rfind('@');
        if (host.empty() || host.starts_with('-') || host.starts_with('/') ||
            (user != std::string_view::npos && host.substr(user + 1).starts_with('-')))
            return problem("that address has no host", "Give a folder, or https://… or ssh://….");
        return Location{.url = std::string(text)};
    }
    if (text.contains("://") || text.contains("::"))
        return problem(std::format("{} is reached in a way that is not supported", withoutSecrets(text)),
                       "Use https:// or ssh://.");
    if (isScpLike(text)) {
        const auto user = text.substr(0, text.find(':')).rfind('@');
        if (user != std::string_view::npos && text.substr(user + 1).starts_with('-'))
            return problem("that address has no host", "Give a folder, or https://… or ssh://….");
        return Location{.url = std::string(text)};
    }
    return Location{.folder = std::filesystem::path(text)};
}

bool isSameRepository(std::string_view left, std::string_view right) {
    return essenceOf(left) == essenceOf(right);
}

std::string repositoryName(std::string_view url) {
    return std::string(nameOf(essenceOf(url)));
}

std::string withoutSecrets(std::string_view text) {
    std::string clean;
    while (true) {
        const auto protocol = text.find("://");
        if (protocol == std::string_view::npos) return clean.append(text);
        clean.append(text.substr(0, protocol + 3));
        text.remove_prefix(protocol + 3);
        const auto end = std::min(text.find_first_of("/ \t\r\n'\"?#"), text.size());
        const auto at = text.substr(0, end).rfind('@');
        if (at == std::string_view::npos) continue;
        clean.append("***");
        text.remove_prefix(at);
    }
}

}  // namespace armillary::gitops
