#include "engine/gitops/source/path.h"

#include <algorithm>

namespace armillary::gitops {

namespace {

constexpr std::size_t kLongestPattern = 1000;

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
}

/// Without braces; one step back to the last star at most, so that no pattern takes exponential time.
bool matchesPlain(std::string_view pattern, std::string_view text) {
    std::size_t at = 0, star = std::string_view::npos, resumed = 0, read = 0;
    while (read < text.size()) {
        if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            resumed = read;
        } else if (at < pattern.size() && (pattern[at] == '?' || pattern[at] == text[read])) {
            ++at;
            ++read;
        } else if (star != std::string_view::npos) {
            at = star + 1;
            read = ++resumed;
        } else {
            return false;
        }
    }
    while (at < pattern.size() && pattern[at] == '*') ++at;
    return at == pattern.size();
}

}  // namespace

std::optional<std::string> joined(std::string_view folder, std::string_view relative) {
    if (relative.starts_with('/')) return std::nullopt;
    std::vector<std::string_view> parts;
    for (const std::string_view text : {folder, relative})
        for (const std::string_view part : partsOf(text)) {
            if (part == "." || part.empty()) continue;
            if (part != "..") {
                parts.push_back(part);
            } else if (parts.empty()) {
                return std::nullopt;
            } else {
                parts.pop_back();
            }
        }
    std::string path;
    for (const std::string_view part : parts) path.append(path.empty() ? "" : "/").append(part);
    return path;
}

std::string_view folderOf(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view nameOf(std::string_view path) {
    return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

bool isWithin(std::string_view path, std::string_view folder) {
    return folder.empty() || path == folder || (path.starts_with(folder) && path[folder.size()] == '/');
}

std::vector<std::string_view> partsOf(std::string_view path) {
    std::vector<std::string_view> parts;
    while (!path.empty()) {
        const auto slash = std::min(path.find('/'), path.size());
        parts.push_back(path.substr(0, slash));
        path.remove_prefix(std::min(slash + 1, path.size()));
    }
    return parts;
}

bool isPlainName(std::string_view name) {
    if (name.empty() || name == "." || name == "..") return false;
    if (name.size() == 4 && std::ranges::equal(name, std::string_view(".git"), {}, lower)) return false;
    return std::ranges::none_of(name, [](unsigned char each) { return each < 32 || each == 127 || each == '/'; });
}

bool matchesPattern(std::string_view pattern, std::string_view path) {
    if (pattern.size() > kLongestPattern) return false;
    const auto open = pattern.find('{');
    const auto close = open == std::string_view::npos ? open : pattern.find('}', open);
    if (close == std::string_view::npos) return matchesPlain(pattern, path);
    // One list of choices: a second one is matched as it stands, since lists would multiply each other.
    std::string_view choices = pattern.substr(open + 1, close - open - 1);
    const std::string before(pattern.substr(0, open)), after(pattern.substr(close + 1));
    while (true) {
        const auto comma = std::min(choices.find(','), choices.size());
        if (matchesPlain(before + std::string(choices.substr(0, comma)) + after, path)) return true;
        if (comma == choices.size()) return false;
        choices.remove_prefix(comma + 1);
    }
}

}  // namespace armillary::gitops
