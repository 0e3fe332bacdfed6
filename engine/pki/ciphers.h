#pragma once

/// What both sides of every TLS connection of this program offer.
namespace armillary::pki {

/// TLS 1.2's suites with forward secrecy and authenticated encryption, OpenSSL's spelling; all of TLS 1.3's are such.
/// The rest, CBC above all, is what Go's servers do not offer either.
inline constexpr const char* kCipherSuites = "ECDHE+AESGCM:ECDHE+CHACHA20";

}  // namespace armillary::pki
