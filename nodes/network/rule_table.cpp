#include "nodes/network/rule_table.h"

#include <array>
#include <format>
#include <set>

#include "nodes/network/skeleton.h"

namespace armillary::network {
namespace {

using Slot = std::pair<std::string, std::string>;  ///< (set, key)

const std::string* effective(const std::map<Slot, std::map<std::string, std::string>>& claims, const Slot& slot) {
    const auto found = claims.find(slot);
    return found == claims.end() ? nullptr : &found->second.begin()->second;
}

}  // namespace

std::string RuleTable::command(std::string_view verb, std::string_view what, std::string_view rest) const {
    return std::format("{} {} ip {} {}\n", verb, what, m_table, rest);
}

void RuleTable::writeChains(const Rules& before, const Rules& after, Transactions& out) const {
    for (const std::string& set : after.affinitySets) {
        // The set's own timeout only bounds what a rule does not say.
        if (!before.affinitySets.contains(set)) {
            out.changes += command("add", "set",
                                   set + " { type ipv4_addr ; flags dynamic, timeout ; timeout 24h ; size 65535 ; }");
        }
    }
    // All chains first: a rule may go to a chain that comes later by name.
    for (const auto& [chain, rules] : after.chains) {
        if (!before.chains.contains(chain)) out.changes += command("add", "chain", chain);
    }
    for (const auto& [chain, rules] : after.chains) {
        const auto old = before.chains.find(chain);
        if (old != before.chains.end() && old->second == rules) continue;
        if (old != before.chains.end()) out.changes += command("flush", "chain", chain);
        for (const std::string& rule : rules) out.changes += command("add", "rule", chain + " " + rule);
    }
    // Emptied now, so that nothing refers to other chains and sets any more; deleted afterwards.
    for (const auto& [chain, rules] : before.chains) {
        if (after.chains.contains(chain)) continue;
        out.changes += command("flush", "chain", chain);
        out.removals += command("delete", "chain", chain);
    }
    for (const std::string& set : before.affinitySets) {
        if (!after.affinitySets.contains(set)) out.removals += command("delete", "set", set);
    }
}

Transactions RuleTable::replace(const std::map<std::string, Rules>& owners) {
    Transactions out;
    std::map<Slot, std::optional<std::string>> touched;  // what each slot held before
    std::string flushes;
    for (const auto& [owner, after] : owners) {
        const Rules before = m_owners.contains(owner) ? m_owners[owner] : Rules();
        if (before == after) continue;
        for (const auto* elements : {&before.elements, &after.elements}) {
            for (const Element& element : *elements) {
                const Slot slot{element.set, element.key};
                const std::string* held = effective(m_claims, slot);
                touched.try_emplace(slot, held != nullptr ? std::optional(*held) : std::nullopt);
            }
        }
        writeChains(before, after, out);
        for (const Element& element : before.elements) {
            const auto claims = m_claims.find({element.set, element.key});
            claims->second.erase(owner);
            if (claims->second.empty()) m_claims.erase(claims);
        }
        for (const Element& element : after.elements) m_claims[{element.set, element.key}][owner] = element.value;
        if (after == Rules()) {
            m_owners.erase(owner);
        } else {
            m_owners[owner] = after;
        }
    }
    for (const auto& [slot, before] : touched) writeElement(slot, before, effective(m_claims, slot), out);
    return out;
}

void RuleTable::writeElement(const Slot& slot, const std::optional<std::string>& before, const std::string* after,
                             Transactions& out) const {
    if (before == (after != nullptr ? std::optional(*after) : std::nullopt)) return;
    const auto element = [&](const std::string& value) {
        return std::format("{} {{ {}{}{} }}", slot.first, slot.second, value.empty() ? "" : " : ", value);
    };
    if (before) out.changes += command("delete", "element", element(*before));
    if (after != nullptr) out.changes += command("add", "element", element(*after));
}

Transactions RuleTable::takeOver(const TableContents& contents, const std::map<std::string, Rules>& owners) {
    Transactions out;
    std::set<std::string> chains, sets;
    for (const auto& [owner, rules] : owners) {
        for (const auto& [chain, unused] : rules.chains) chains.insert(chain);
        sets.insert(rules.affinitySets.begin(), rules.affinitySets.end());
    }
    for (const std::string& chain : contents.chains) {
        if (isSkeletonChain(chain)) continue;
        out.changes += command("flush", "chain", chain);
        if (!chains.contains(chain)) out.removals += command("delete", "chain", chain);
    }
    for (const std::string& set : contents.sets) {
        if (set.starts_with("clients/") && !sets.contains(set)) out.removals += command("delete", "set", set);
    }
    // Chains are written as if they were new: nothing is known of what is in them. Sets of clients keep what they hold.
    m_owners = owners;
    m_claims.clear();
    for (const auto& [owner, rules] : owners) {
        writeChains(Rules(), rules, out);
        for (const Element& element : rules.elements) m_claims[{element.set, element.key}][owner] = element.value;
    }
    std::map<Slot, std::optional<std::string>> slots;
    for (const auto& [slot, claims] : m_claims) slots[slot] = std::nullopt;
    for (const Element& element : contents.elements) slots[{element.set, element.key}] = element.value;
    for (const auto& [slot, before] : slots) writeElement(slot, before, effective(m_claims, slot), out);
    return out;
}

}  // namespace armillary::network
