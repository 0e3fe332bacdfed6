#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

/// What somebody wants a cluster to have, before anybody has asked the cluster.
namespace armillary::plan {

/// One object of a manifest, as its author wrote it.
struct Item {
    std::string apiVersion, kind;
    std::string namespace_;  ///< "" when none is written
    std::string name;
    std::string json;  ///< the whole of it, compact

    /// "apps" of "apps/v1"; "" of the core group.
    std::string_view group() const;
    std::string_view version() const;
};

/// What is wrong with a manifest.
struct Fault {
    std::string text;
    int line = 0;            ///< of the whole text, from 1; 0 when nobody knows
    std::size_t object = 0;  ///< which one, from 1, empty documents left out; 0 when it is not one object's
};

/// A manifest has at most this many objects.
inline constexpr std::size_t kMostItems = 10'000;

/// The objects of a YAML stream or of JSON, in its order; a List (kubectl get -o yaml writes them) gives its items.
/// Every one has an apiVersion, a kind and a name, or the first that has not is the fault.
std::expected<std::vector<Item>, Fault> readItems(std::string_view yaml);

/// Where a kind stands when a manifest is applied: what others need comes first (namespaces, then what limits and
/// configures, then what runs, then what leads there, then custom resources). Source: the order of kinds of Argo CD's
/// gitops-engine (Sync Phases and Waves), which is Helm's install order.
int orderOf(std::string_view group, std::string_view kind);

/// By orderOf(), and as they were written within one kind.
void sortForApplying(std::vector<Item>& items);

}  // namespace armillary::plan
