#pragma once

#include <boost/json/value.hpp>
#include <functional>
#include <string>
#include <string_view>

/// The list half of strategic merge: which element of one list is which of another, and in which order they end up.
namespace armillary::schema::strategic {

namespace json = boost::json;

/// The sentence to answer with. Thrown inside strategic merge only.
struct Refusal {
    std::string sentence;
};

inline constexpr std::string_view kDirective = "$patch";

/// Whether the elements of both lists are objects. Refuses lists of lists and elements of different kinds.
bool holdsObjects(const json::array& left, const json::array& right);

/// The identity of a list's element: the element itself, or its `mergeKey` member when that is not "". Refuses an
/// element that lacks the member.
std::string identity(const json::value& element, std::string_view mergeKey);

using MergeObjects = std::function<void(json::object& original, json::object& patch)>;

/// Merges lists of objects that `mergeKey` identifies; `name` is what upstream calls the element's type in its errors.
json::array mergeObjects(json::array original, json::array patch, std::string_view mergeKey, const MergeObjects& merge);

/// The union of lists of scalars.
json::array mergeScalars(json::array original, const json::array& patch);

/// `from` without the scalars in `unwanted`.
json::array without(const json::array& from, const json::array& unwanted);

/// Orders `merged`: what is in `wanted` in that order, the rest in the order of `original`, each as near to its old
/// neighbours as that allows.
json::array ordered(json::array merged, const json::array& wanted, const json::array& original,
                    std::string_view mergeKey);

/// Refuses a patch list whose order contradicts its $setElementOrder list.
void checkOrder(const json::array& patch, const json::array& wanted, std::string_view mergeKey);

}  // namespace armillary::schema::strategic
