#include <openssl/evp.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/pki/ca.h"

using namespace armillary;

namespace {

void read(std::string_view text) {
    (void)pki::inspect(text);
    (void)pki::pinOf(text);
    (void)pki::parseSigningRequest(text);
}

/// The bytes as the DER inside of a PEM block, so that mutations reach the ASN.1 and not only its wrapping.
std::string wrapped(std::string_view label, const std::uint8_t* data, std::size_t size) {
    std::string body((size + 2) / 3 * 4 + 1, '\0');
    int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(body.data()), data, static_cast<int>(size));
    body.resize(static_cast<std::size_t>(length));
    for (std::size_t at = 64; at < body.size(); at += 65) body.insert(at, 1, '\n');
    std::string name(label);
    return "-----BEGIN " + name + "-----\n" + body + "\n-----END " + name + "-----\n";
}

}  // namespace

/// Certificates and signing requests from strangers: read, or refused with a sentence; never anything else.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > (1u << 20)) return 0;
    read({reinterpret_cast<const char*>(data), size});
    read(wrapped("CERTIFICATE", data, size));
    read(wrapped("CERTIFICATE REQUEST", data, size));
    return 0;
}
