#pragma once

#include "engine/server/request.h"

namespace armillary::server {

/// Answers of at most this many bytes are sent as they are.
inline constexpr std::size_t kUncompressedBytes = 128u << 10;

/// Compresses a large answer for a client that accepts gzip. Streams and what many are sent (OpenAPI) stay as they are.
/// Source: k8s.io/apiserver/pkg/endpoints/handlers/responsewriters, negotiateContentEncoding.
void compress(const Request& request, Response& response);

}  // namespace armillary::server
