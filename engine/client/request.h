#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/client/client.h"

/// How a call is put into a request and an answer read, the same for both implementations of Client.
namespace armillary::client {

using Query = std::vector<std::pair<std::string, std::string>>;

/// "/apis/apps/v1/namespaces/default/deployments/web/scale"; not percent-encoded.
std::string pathOf(const Target& target);
Query queryOf(const ListOptions& options);
Query queryOf(const ApplyOptions& options);
inline constexpr std::string_view kApplyMedia = "application/apply-patch+yaml";
/// A DeleteOptions document.
std::string bodyOf(const DeleteOptions& options);
std::string_view contentTypeOf(PatchType type);

/// Path with its query, encoded.
std::string requestTarget(std::string_view path, const Query& query);
/// Splits a request target's query and decodes it; malformed escapes stay as they are.
std::pair<std::string, Query> splitTarget(std::string_view target);

/// The Status in an answer of 400 and above, or one made of the code.
Status statusOf(int code, std::string_view body);
/// The object in a successful answer.
Result<ObjectRef> objectOf(std::string body);

}  // namespace armillary::client
