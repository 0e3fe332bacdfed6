#include <cstdlib>
#include <string>

#include "engine/pki/secrets.h"
#include "engine/pki/token.h"

using namespace armillary;

namespace {

const pki::TokenSigner& signer() {
    static const auto made = pki::TokenSigner::create(pki::TokenSigner::newKey().value(), "issuer").value();
    return *made;
}

}  // namespace

/// The input is taken as a token, and as the claims of a token that is signed properly, so that both the envelope and
/// what it carries are read in every shape.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static async::ManualClock clock;
    std::string_view input(reinterpret_cast<const char*>(data), size);
    if (signer().verify(input, clock)) std::abort();

    pki::TokenClaims claims;
    claims.subject = input;
    claims.expiresAt = 4'000'000'000;
    std::string token = signer().sign(claims);
    (void)signer().verify(token, clock);
    std::string decoded;
    if (pki::decodeBase64Url(input, decoded) && pki::encodeBase64Url(decoded) != input) std::abort();
    return 0;
}
