#include "nodes/network/nft.h"

#include <nftables/libnftables.h>

#include <algorithm>
#include <boost/json.hpp>
#include <format>

namespace armillary::network {
namespace {

class LibNft final : public Nft {
public:
    LibNft() : m_context(nft_ctx_new(NFT_CTX_DEFAULT)) {
        nft_ctx_buffer_output(m_context);
        nft_ctx_buffer_error(m_context);
    }
    ~LibNft() override { nft_ctx_free(m_context); }

    std::expected<void, std::string> run(const std::string& commands) override {
        nft_ctx_output_set_flags(m_context, 0);
        return execute(commands);
    }

    std::expected<std::string, std::string> list(const std::string& command) override {
        nft_ctx_output_set_flags(m_context, NFT_CTX_OUTPUT_JSON | NFT_CTX_OUTPUT_HANDLE);
        if (auto listed = execute(command); !listed) return std::unexpected(listed.error());
        return m_output;
    }

    std::expected<TableContents, std::string> contents(const std::string& table,
                                                       std::span<const std::string_view> listed) override {
        nft_ctx_output_set_flags(m_context, NFT_CTX_OUTPUT_JSON | NFT_CTX_OUTPUT_TERSE);
        // Listing all tables first tells a missing table from a failing kernel.
        if (auto listed = execute("list tables ip"); !listed) return std::unexpected(listed.error());
        TableContents contents;
        each("table", [&](const boost::json::object& found) { contents.exists |= nameOf(found) == table; });
        if (!contents.exists) return contents;
        if (auto listed = execute("list table ip " + table); !listed) return std::unexpected(listed.error());
        each("chain", [&](const boost::json::object& found) { contents.chains.push_back(nameOf(found)); });
        each("set", [&](const boost::json::object& found) { contents.sets.push_back(nameOf(found)); });
        each("map", [&](const boost::json::object& found) { contents.maps.push_back(nameOf(found)); });
        nft_ctx_output_set_flags(m_context, NFT_CTX_OUTPUT_JSON);
        const auto list = [&](const char* kind,
                              const std::vector<std::string>& names) -> std::expected<void, std::string> {
            for (const std::string& name : names) {
                if (!std::ranges::contains(listed, name)) continue;
                if (auto done = execute(std::format("list {} ip {} {}", kind, table, name)); !done) return done;
                each(kind, [&](const boost::json::object& found) { readElements(name, found, contents.elements); });
            }
            return {};
        };
        if (auto done = list("map", contents.maps); !done) return std::unexpected(done.error());
        if (auto done = list("set", contents.sets); !done) return std::unexpected(done.error());
        return contents;
    }

private:
    /// One part of a key ("10.96.0.7", "tcp", 80), as text.
    static std::string textOf(const boost::json::value& value) {
        return value.is_string() ? std::string(value.get_string()) : boost::json::serialize(value);
    }

    static std::string keyOf(const boost::json::value& value) {
        const auto* object = value.if_object();
        const auto* parts = object != nullptr ? object->if_contains("concat") : nullptr;
        if (parts == nullptr || !parts->is_array()) return textOf(value);
        std::string key;
        for (const auto& part : parts->get_array()) key += (key.empty() ? "" : " . ") + textOf(part);
        return key;
    }

    /// A set's elements are keys, a map's are pairs of key and verdict.
    static void readElements(const std::string& name, const boost::json::object& set, std::vector<Element>& out) {
        const auto* elements = set.if_contains("elem");
        if (elements == nullptr || !elements->is_array()) return;
        for (const auto& element : elements->get_array()) {
            const auto* pair = element.if_array();
            if (pair == nullptr || pair->size() != 2) {
                out.push_back({name, keyOf(element), ""});
                continue;
            }
            const auto* verdict = (*pair)[1].if_object();
            const auto* target = verdict != nullptr ? verdict->if_contains("goto") : nullptr;
            const auto* chain =
                target != nullptr && target->is_object() ? target->get_object().if_contains("target") : nullptr;
            out.push_back({name, keyOf((*pair)[0]),
                           chain != nullptr && chain->is_string() ? "goto " + textOf(*chain) : "unknown"});
        }
    }

    std::expected<void, std::string> execute(const std::string& commands) {
        if (nft_run_cmd_from_buffer(m_context, commands.c_str()) == 0) {
            m_output = nft_ctx_get_output_buffer(m_context);
            nft_ctx_get_error_buffer(m_context);
            return {};
        }
        nft_ctx_get_output_buffer(m_context);
        std::string error = nft_ctx_get_error_buffer(m_context);
        return std::unexpected("nftables: " + error.substr(0, 500));
    }

    static std::string nameOf(const boost::json::object& object) {
        const auto* name = object.if_contains("name");
        return name != nullptr && name->is_string() ? std::string(name->get_string()) : std::string();
    }

    template <class Visit>
    void each(std::string_view kind, Visit visit) const {
        boost::system::error_code error;
        const boost::json::value document = boost::json::parse(m_output, error);
        if (error || !document.is_object()) return;
        const auto* items = document.get_object().if_contains("nftables");
        if (items == nullptr || !items->is_array()) return;
        for (const auto& item : items->get_array()) {
            if (!item.is_object()) continue;
            const auto* found = item.get_object().if_contains(kind);
            if (found != nullptr && found->is_object()) visit(found->get_object());
        }
    }

    nft_ctx* m_context;
    std::string m_output;
};

}  // namespace

std::unique_ptr<Nft> Nft::create() {
    return std::make_unique<LibNft>();
}

}  // namespace armillary::network
