#pragma once

#include <compare>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct nft_ctx;

namespace armillary::network {

/// One entry of a map or set of a table. `value` is a verdict ("goto CHAIN"), or "" in a set.
struct Element {
    std::string set, key, value;
    auto operator<=>(const Element&) const = default;
};

/// What a table holds, by name, and the entries of the maps and sets that were asked for.
struct TableContents {
    bool exists = false;
    std::vector<std::string> chains, sets, maps;
    std::vector<Element> elements;
};

/// nftables through libnftables. Not thread-safe.
class Nft {
public:
    virtual ~Nft() = default;
    static std::unique_ptr<Nft> create();
    /// Runs `commands` as one transaction: all of it or nothing. The error is nftables' own, shortened.
    virtual std::expected<void, std::string> run(const std::string& commands) = 0;
    /// The names in `ip TABLE`, and the entries of those maps and sets that are named in `listed` and exist.
    virtual std::expected<TableContents, std::string> contents(const std::string& table,
                                                               std::span<const std::string_view> listed = {}) = 0;
    /// What a listing command answers, as nftables' JSON.
    virtual std::expected<std::string, std::string> list(const std::string& command) = 0;
};

}  // namespace armillary::network
