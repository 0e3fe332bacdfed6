#include "engine/gitops/source/propose.h"

#include <algorithm>
#include <format>

#include "engine/gitops/source/location.h"
#include "engine/gitops/source/path.h"

namespace armillary::gitops {

namespace {

struct HostKind {
    std::string_view word;      ///< that its name has in it
    std::string_view path;      ///< behind the repository's, before the branch
    std::string_view rest;      ///< behind the branch
    bool inQuery = false;       ///< the branch is a parameter, whose '/' are written otherwise
    bool ownerAndName = false;  ///< the repository's path has two parts; elsewhere it is another program of that name
};
constexpr HostKind kHostKinds[] = {
    {.word = "gitlab", .path = "/-/merge_requests/new?merge_request%5Bsource_branch%5D=", .rest = "", .inQuery = true},
    {.word = "bitbucket", .path = "/pull-requests/new?source=", .rest = "", .inQuery = true, .ownerAndName = true},
    {.word = "github", .path = "/compare/", .rest = "?expand=1", .ownerAndName = true},
    {.word = "gitea", .path = "/compare/", .rest = "", .ownerAndName = true},
    {.word = "forgejo", .path = "/compare/", .rest = "", .ownerAndName = true},
};

bool isUnreserved(unsigned char each) {
    return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') || (each >= '0' && each <= '9') ||
           std::string_view("-._~").contains(static_cast<char>(each));
}

std::string encoded(std::string_view text, std::string_view kept) {
    std::string result;
    for (const unsigned char each : text)
        if (isUnreserved(each) || kept.contains(static_cast<char>(each)))
            result += static_cast<char>(each);
        else
            result += std::format("%{:02X}", each);
    return result;
}

struct Web {
    std::string protocol, host, port, path;
};

/// Where a browser finds what is at a remote's address; no host when it does not.
Web webOf(std::string_view remote) {
    const auto location = parseLocation(remote);
    if (!location || location->isLocal()) return {};
    std::string_view text = remote;
    const auto protocol = text.find("://");
    const bool scpLike = protocol == std::string_view::npos;
    const bool ssh = scpLike || text.starts_with("ssh://");
    if (!scpLike) text.remove_prefix(protocol + 3);
    const auto end = std::min(text.find_first_of(scpLike ? ":" : "/"), text.size());
    std::string_view host = text.substr(0, end);
    const std::string_view path = text.substr(std::min(end + 1, text.size()));
    if (const auto user = host.rfind('@'); user != std::string_view::npos) host.remove_prefix(user + 1);
    const auto colon = std::min(host.find(':'), host.size());
    Web web{.protocol = remote.starts_with("http://") ? "http" : "https",
            .host = std::string(host.substr(0, colon)),
            // ssh's port is none of the browser's.
            .port = ssh ? std::string() : std::string(host.substr(colon)),
            .path = std::string(path)};
    std::ranges::transform(web.host, web.host.begin(),
                           [](unsigned char each) { return each >= 'A' && each <= 'Z' ? each + 32 : each; });
    // Where ssh is let through firewalls it has a name of its own beside the host's.
    for (const std::string_view prefix : {"ssh.", "altssh."})
        if (ssh && web.host.starts_with(prefix)) web.host.erase(0, prefix.size());
    return web;
}

bool isHost(const Web& web) {
    const auto isName = [](unsigned char each) { return isUnreserved(each) && each != '_' && each != '~'; };
    const auto isDigit = [](unsigned char each) { return each >= '0' && each <= '9'; };
    return !web.host.empty() && std::ranges::all_of(web.host, isName) &&
           (web.port.empty() || (web.port.size() <= 6 && std::ranges::all_of(web.port.substr(1), isDigit)));
}

}  // namespace

std::string pullRequestPage(std::string_view remote, std::string_view branch) {
    const Web web = webOf(remote);
    const auto kind =
        std::ranges::find_if(kHostKinds, [&](const HostKind& each) { return web.host.contains(each.word); });
    if (!isHost(web) || kind == std::end(kHostKinds)) return {};
    const auto normal = normalized(web.path.substr(
        web.path.find_first_not_of('/') == std::string::npos ? web.path.size() : web.path.find_first_not_of('/')));
    if (!normal) return {};
    std::string path = *normal;
    if (path.ends_with(".git")) path.resize(path.size() - 4);
    const std::size_t parts = partsOf(path).size();
    if (parts < 2 || (kind->ownerAndName && parts != 2)) return {};
    // What is written as %20 in the address stays that.
    return std::format("{}://{}{}/{}{}{}{}", web.protocol, web.host, web.port, encoded(path, "/%"), kind->path,
                       encoded(branch, kind->inQuery ? "" : "/"), kind->rest);
}

}  // namespace armillary::gitops
