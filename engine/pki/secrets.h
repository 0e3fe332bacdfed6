#pragma once

#include <string>
#include <string_view>

/// Small tools for handling secrets.
namespace armillary::pki {

/// Whether the two are equal, in a time that depends on their lengths alone.
bool constantTimeEqual(std::string_view left, std::string_view right);

/// A version 4 UUID (RFC 9562) from the system's cryptographic randomness.
std::string randomUuid();

/// SHA-256 of `data`, 32 raw bytes.
std::string sha256(std::string_view data);

/// base64url without padding (RFC 4648, section 5).
std::string encodeBase64Url(std::string_view data);
/// False when `text` is not base64url without padding; `out` is then unspecified.
bool decodeBase64Url(std::string_view text, std::string& out);

}  // namespace armillary::pki
