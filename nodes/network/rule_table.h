#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "nodes/network/nft.h"
#include "nodes/network/service_rules.h"

namespace armillary::network {

/// Two transactions. The second only takes away what nothing refers to any more: a kernel may refuse to delete a chain
/// in the transaction that removes the last reference to it, and that must not hold back the first.
struct Transactions {
    std::string changes;
    std::string removals;
    bool empty() const { return changes.empty() && removals.empty(); }
};

/// What the table holds, by owner, and the difference to what it should hold as commands. Its work is proportional to
/// what changes. A value: a failed transaction is undone by keeping the copy from before.
class RuleTable {
public:
    explicit RuleTable(std::string table) : m_table(std::move(table)) {}

    /// What `owners` should have from now on; an empty Rules takes an owner's away. Where two owners claim one key, the
    /// first by name has it until it lets go.
    Transactions replace(const std::map<std::string, Rules>& owners);

    /// Takes over a table that an earlier run left, `contents` being what is in it (kServiceSets' entries included):
    /// the result makes it what `owners` should have in one transaction, and drops what no owner has. Entries that stay
    /// are not touched, for a kernel may miss an entry that one transaction both deletes and adds.
    Transactions takeOver(const TableContents& contents, const std::map<std::string, Rules>& owners);

private:
    using Claims = std::map<std::string, std::string>;  ///< owner → value

    void writeChains(const Rules& before, const Rules& after, Transactions& out) const;
    void writeElement(const std::pair<std::string, std::string>& slot, const std::optional<std::string>& before,
                      const std::string* after, Transactions& out) const;
    std::string command(std::string_view verb, std::string_view what, std::string_view rest) const;

    std::string m_table;
    std::map<std::string, Rules> m_owners;
    std::map<std::pair<std::string, std::string>, Claims> m_claims;  ///< (set, key)
};

}  // namespace armillary::network
