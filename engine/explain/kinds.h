#pragma once

#include <deque>
#include <set>
#include <string>
#include <string_view>

#include "engine/client/client.h"
#include "engine/relations/relations.h"

namespace armillary::explain {

/// The resources of a cluster by what people call them: the built-in ones at once, custom ones from the server's
/// discovery, each group when first asked for. Rows live as long as this does. One thread.
class Kinds {
public:
    /// `client` outlives it.
    explicit Kinds(client::Client& client) : m_client(client) {}

    /// By kind, plural, singular or short name in letters of any case, with ".group" where two share it. Null when the
    /// server has none of that name.
    const client::Resource* named(std::string_view word);
    const client::Resource* of(const relations::Kind& kind);

private:
    void discover(const std::string& group);
    void discoverAll();

    client::Client& m_client;
    std::deque<client::Resource> m_custom;
    std::set<std::string> m_asked;
    bool m_askedAll = false;
};

}  // namespace armillary::explain
