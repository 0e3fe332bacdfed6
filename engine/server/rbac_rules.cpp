#include "engine/server/rbac_rules.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/schema/text.h"

namespace armillary::server {
namespace {

using rbacv1::PolicyRule;
using Strings = std::vector<std::string>;

constexpr std::string_view kAll = "*";

bool has(const Strings& list, std::string_view value) {
    return std::ranges::contains(list, value);
}
bool hasOrAll(const Strings& list, std::string_view value) {
    return std::ranges::any_of(list, [&](const std::string& one) { return one == kAll || one == value; });
}

/// "pods/log" is matched by itself, by "*" and by "*/log".
bool resourceMatches(const Strings& resources, std::string_view resource, std::string_view subresource) {
    return std::ranges::any_of(resources, [&](std::string_view one) {
        if (one == kAll) return true;
        if (subresource.empty()) return one == resource;
        std::size_t slash = one.find('/');
        if (slash == one.npos || one.substr(slash + 1) != subresource) return false;
        return one.substr(0, slash) == resource || one.substr(0, slash) == kAll;
    });
}

bool pathMatches(std::string_view pattern, std::string_view path) {
    if (pattern == kAll || pattern == path) return true;
    if (!pattern.ends_with('*')) return false;
    while (pattern.ends_with('*')) pattern.remove_suffix(1);
    return path.starts_with(pattern);
}

/// One right: a single verb on a single resource (and perhaps name), or on a single path.
std::vector<PolicyRule> singleRights(const PolicyRule& rule) {
    std::vector<PolicyRule> rights;
    for (const std::string& verb : rule.verbs) {
        for (const std::string& group : rule.apiGroups)
            for (const std::string& resource : rule.resources) {
                if (rule.resourceNames.empty()) rights.push_back({{verb}, {group}, {resource}, {}, {}});
                for (const std::string& name : rule.resourceNames)
                    rights.push_back({{verb}, {group}, {resource}, {name}, {}});
            }
        for (const std::string& url : rule.nonResourceURLs) rights.push_back({{verb}, {}, {}, {}, {url}});
    }
    return rights;
}

bool covers(const PolicyRule& held, const PolicyRule& right) {
    if (!hasOrAll(held.verbs, right.verbs.front())) return false;
    if (!right.nonResourceURLs.empty())
        return std::ranges::any_of(held.nonResourceURLs, [&](const std::string& pattern) {
            return pathMatches(pattern, right.nonResourceURLs.front());
        });
    if (!hasOrAll(held.apiGroups, right.apiGroups.front())) return false;
    std::string_view resource = right.resources.front();
    std::size_t slash = resource.find('/');
    bool wildcard = slash != resource.npos && has(held.resources, "*" + std::string(resource.substr(slash)));
    if (!wildcard && !hasOrAll(held.resources, resource)) return false;
    if (held.resourceNames.empty()) return true;
    return !right.resourceNames.empty() && has(held.resourceNames, right.resourceNames.front());
}

/// Rights that differ in their verb alone become one rule.
std::vector<PolicyRule> compacted(const std::vector<PolicyRule>& rights) {
    std::map<std::vector<Strings>, PolicyRule> merged;
    for (const PolicyRule& right : rights) {
        auto [entry, isNew] =
            merged.try_emplace({right.apiGroups, right.resources, right.resourceNames, right.nonResourceURLs}, right);
        if (!isNew && !has(entry->second.verbs, right.verbs.front()))
            entry->second.verbs.push_back(right.verbs.front());
    }
    std::vector<PolicyRule> result;
    for (auto& [key, rule] : merged) result.push_back(std::move(rule));
    return result;
}

std::string describe(const PolicyRule& rule) {
    std::string text = "{";
    auto add = [&](std::string_view label, const Strings& items) {
        if (items.empty()) return;
        if (text.size() > 1) text += ", ";
        text.append(label).append(":").append(goQuotedList(items));
    };
    add("APIGroups", rule.apiGroups);
    add("Resources", rule.resources);
    add("NonResourceURLs", rule.nonResourceURLs);
    add("ResourceNames", rule.resourceNames);
    add("Verbs", rule.verbs);
    return text + "}";
}

}  // namespace

std::string goQuotedList(const std::vector<std::string>& items) {
    std::string out = "[";
    for (const std::string& item : items) {
        if (out.size() > 1) out += " ";
        out += schema::quoted(item);
    }
    return out + "]";
}

bool allows(const PolicyRule& rule, const Attributes& asked) {
    if (!hasOrAll(rule.verbs, asked.verb)) return false;
    if (asked.resource.empty())
        return std::ranges::any_of(rule.nonResourceURLs,
                                   [&](const std::string& url) { return pathMatches(url, asked.path); });
    return hasOrAll(rule.apiGroups, asked.group) &&
           resourceMatches(rule.resources, asked.resource, asked.subresource) &&
           (rule.resourceNames.empty() || has(rule.resourceNames, asked.name));
}

std::vector<PolicyRule> missingRules(const std::vector<PolicyRule>& held, const std::vector<PolicyRule>& wanted) {
    std::vector<PolicyRule> missing;
    for (const PolicyRule& rule : wanted)
        for (PolicyRule& right : singleRights(rule))
            if (std::ranges::none_of(held, [&](const PolicyRule& one) { return covers(one, right); }))
                missing.push_back(std::move(right));
    return compacted(missing);
}

std::optional<std::string> escalation(const User& user, const std::vector<PolicyRule>& held,
                                      const std::vector<PolicyRule>& wanted) {
    const std::vector<PolicyRule> missing = missingRules(held, wanted);
    if (missing.empty()) return std::nullopt;

    std::set<std::string> lines;
    for (const PolicyRule& rule : missing) lines.insert(describe(rule));
    std::string text = "user " + schema::quoted(user.name) + " (groups=" + goQuotedList(user.groups) +
                       ") is attempting to grant RBAC permissions not currently held:";
    for (const std::string& line : lines) text += "\n" + line;
    return text;
}

std::vector<PolicyRule> everything() {
    return {{{"*"}, {"*"}, {"*"}, {}, {}}, {{"*"}, {}, {}, {}, {"*"}}};
}

}  // namespace armillary::server
