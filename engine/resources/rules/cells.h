#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/resources/resource.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/metav1.h"

/// How table cells are written, shared by the kinds.
namespace armillary::resources::cells {

/// A quoted JSON string.
std::string text(std::string_view value);
std::string number(std::int64_t value);
std::string boolean(bool value);
/// The time since, "<unknown>" when there is none.
std::string since(const schema::Time& time, const Context& context);
std::string age(const metav1::ObjectMeta& meta, const Context& context);
/// The bare text of since().
std::string sinceText(const schema::Time& time, const Context& context);

/// "a=b,c=d", or "<none>".
std::string labels(const schema::StringMap<std::string>& labels);
/// A selector in kubectl's notation: "a=b,c in (d,e)"; "<none>" when empty, "<error>" when it does not compile.
std::string selector(const metav1::LabelSelector& selector);
std::string selector(const schema::Ptr<metav1::LabelSelector>& selector);
/// "a,b,c", or "" for none.
std::string joined(const std::vector<std::string>& items, std::string_view separator = ",");
std::string containerNames(const std::vector<corev1::Container>& containers);
std::string containerImages(const std::vector<corev1::Container>& containers);

inline constexpr std::string_view kNameDescription =
    "Name must be unique within a namespace. Is required when creating resources, although some resources may allow a "
    "client to "
    "request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence "
    "and "
    "configuration definition. Cannot be updated. More info: "
    "https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names";
inline constexpr std::string_view kAgeDescription =
    "CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed "
    "to be set in "
    "happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 "
    "form and is in "
    "UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: "
    "https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";

inline constexpr Column kName{"Name", "string", "name", kNameDescription, 0};
inline constexpr Column kAge{"Age", "string", "", kAgeDescription, 0};
inline constexpr Column kContainers{"Containers", "string", "", "Names of each container in the template.", 1};
inline constexpr Column kImages{"Images", "string", "", "Images referenced by each container in the template.", 1};

}  // namespace armillary::resources::cells
